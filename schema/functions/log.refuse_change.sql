-- What the trigger append_only calls, whoever it is that would change an event; log.archive alone may take events out.

create or replace function log.refuse_change() returns trigger
language plpgsql
as $$
begin
    -- What was moved to a file goes in the transaction that notes the file, and no other way.
    if tg_op = 'DELETE' and exists (
        select from log.archives
        where xmin::text::bigint = pg_current_xact_id()::text::bigint % 4294967296
    ) then
        return null;
    end if;
    raise exception 'log.events takes new events only; a correction is a further event' using errcode = 'PL002';
end
$$;
comment on function log.refuse_change is 'Raises PL002: the trigger of log.events calls it for whatever would change it.';

revoke all on function log.refuse_change from public;
