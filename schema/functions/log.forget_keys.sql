-- Forgetting the keys of commands that nobody sends again.
--
-- It runs with the rights of the schema's owner, as the service has none to delete. What it says first is how far keys may be
-- missing, so that whoever looks for them behind that finds all; a few go at a time, as an append waits for the head's row.

create or replace function log.forget_keys(in_garage_id text, in_before timestamptz, in_limit int) returns int
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    last  bigint;
    count int;
begin
    if in_before > now() - interval '31 days' then
        raise exception 'a command of the last 31 days may come again' using errcode = 'PL007';
    end if;
    last := log.last_before(in_garage_id, in_before);
    update log.streams set keys_forgotten = last where garage_id = in_garage_id and keys_forgotten < last;
    delete from log.commands
    where garage_id = in_garage_id and command_id = any (array(
        select command_id from log.commands
        where garage_id = in_garage_id and version <= last and carried_out_at < in_before
        limit in_limit));
    get diagnostics count = row_count;
    return count;
end
$$;
comment on function log.forget_keys is
    'Forgets the keys and replies of commands that were carried out before a moment, at most so many, and answers how many;'
    ' one that comes again afterwards is carried out again. Raises PL007 for a moment within the last 31 days.';

-- Whoever migrates may be another than who made the schema, such as a superuser.
do $$
begin
    execute format(
        'alter function log.forget_keys owner to %s',
        (select nspowner::regrole from pg_namespace where nspname = 'log'));
end
$$;

revoke all on function log.forget_keys from public;
grant execute on function log.forget_keys to parklog_service;
