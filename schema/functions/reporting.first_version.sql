-- The times of a garage's log never go back, so a place in it is found in a few steps. Versions that are not here any more are
-- older than all that are.

create or replace function reporting.first_version(in_garage_id text, in_from timestamptz) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    -- A device's clock may be ahead of the log's.
    since  timestamptz := in_from - interval '1 day';
    below  bigint := 0;
    above  bigint := coalesce((select version from log.streams where garage_id = in_garage_id), 0) + 1;
    middle bigint;
begin
    while above - below > 1 loop
        middle := (below + above) / 2;
        if coalesce(
            (select recorded_at < since from log.events where garage_id = in_garage_id and version = middle), true)
        then
            below := middle;
        else
            above := middle;
        end if;
    end loop;
    return above;
end
$$;
comment on function reporting.first_version is
    'A version of the garage''s log before which nothing is told of what happened from a moment on. Views that have a version are quick
where it is no less: version >= reporting.first_version(''mitte'', ''2026-03-02'').';

revoke all on function reporting.first_version from public;
grant execute on function reporting.first_version to parklog_reporting, parklog_service;
