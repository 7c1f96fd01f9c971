-- What the trigger append_only calls, whoever it is that would change an event.

create or replace function log.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'log.events takes new events only; a correction is a further event' using errcode = 'PL002';
end
$$;
comment on function log.refuse_change is 'Raises PL002: the trigger of log.events calls it for whatever would change it.';

revoke all on function log.refuse_change from public;
