-- As ReservationView.settle has it: a right is of use from when the log knew it (design rule 13).

create or replace function projection.stays_by_right(
    in_garage_id text, in_plate_id bytea, in_from timestamptz, in_until timestamptz
) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select array_agg(session order by session) from session_charges.sessions
        where garage_id = in_garage_id and plate_id = in_plate_id and case
            when entered_at >= in_from then entered_at < in_until
            when ended_at is null then in_from < in_until and in_from <= now()
            else in_from < in_until and in_from < ended_at
        end);
end
$$;
comment on function projection.stays_by_right is
    'The stays of a plate by which a reservation was used that was known and held from a moment on, until another; null where none.';

revoke all on function projection.stays_by_right from public;
grant execute on function projection.stays_by_right to parklog_reporting, parklog_service;
