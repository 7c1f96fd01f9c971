-- The times of a garage's log never go back, so a place in it is found in a few steps. Versions that are not here any more are
-- older than all that are.

create or replace function log.last_before(in_garage_id text, in_moment timestamptz) returns bigint
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare
    below  bigint := 0;
    above  bigint := coalesce((select version from log.streams where garage_id = in_garage_id), 0) + 1;
    middle bigint;
begin
    while above - below > 1 loop
        middle := (below + above) / 2;
        if coalesce(
            (select recorded_at < in_moment from log.events where garage_id = in_garage_id and version = middle), true)
        then
            below := middle;
        else
            above := middle;
        end if;
    end loop;
    return below;
end
$$;
comment on function log.last_before is 'The last version that a garage''s log took before a moment; 0 where there is none.';

revoke all on function log.last_before from public;
