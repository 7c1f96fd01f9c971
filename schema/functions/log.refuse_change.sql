-- The service's role cannot change an event; this trigger says the same to everyone else on a single node. Nothing rests on it: a
-- cluster takes no triggers on distributed tables, and the hash chain shows a change that got past both.

create or replace function log.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'log.events takes new events only; a correction is a further event' using errcode = 'PL002';
end
$$;
comment on function log.refuse_change is 'Raises PL002: the trigger append_only calls it for whatever would change log.events.';

revoke all on function log.refuse_change from public;

-- Here and not in a migration, for it cannot stand before its function.
create or replace trigger append_only
    before update or delete or truncate on log.events
    for each statement execute function log.refuse_change();
