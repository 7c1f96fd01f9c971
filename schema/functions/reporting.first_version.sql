create or replace function reporting.first_version(in_garage_id text, in_from timestamptz) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    -- A device's clock may be ahead of the log's.
    select log.last_before(in_garage_id, in_from - interval '1 day') + 1
$$;
comment on function reporting.first_version is
    'A version of the garage''s log before which nothing is told of what happened from a moment on. Views that have a version are quick
where it is no less: version >= reporting.first_version(''mitte'', ''2026-03-02'').';

revoke all on function reporting.first_version from public;
grant execute on function reporting.first_version to parklog_reporting, parklog_service;
