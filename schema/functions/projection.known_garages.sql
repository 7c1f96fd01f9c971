-- What views in the schema reporting show beside the rows of other read models. A view of one model that read the tables of
-- another would go with either, whenever one of the two is made anew; a function's text ties nothing together.

create or replace function projection.known_garages()
returns table (garage_id text, time_zone text, capacity integer)
language plpgsql stable security definer rows 100 set search_path = pg_catalog, pg_temp
as $$
begin
    return query select known.garage_id, known.time_zone, known.capacity from occupancy.garages known;
end
$$;
comment on function projection.known_garages is 'Every garage with its time zone, which never changes, and how many cars it holds.';

revoke all on function projection.known_garages from public;
grant execute on function projection.known_garages to parklog_reporting, parklog_service;
