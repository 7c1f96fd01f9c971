create or replace function projection.right_as_sold(in_garage_id text, in_right bigint)
returns table (state text, last_day date)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp
as $$
begin
    return query
        select case
                when r.cancelled_at is not null then 'cancelled'
                when projection.stays_by_right(r.garage_id, r.plate_id, greatest(r.from_at, r.reserved_at), r.until_at)
                    is not null then 'used'
                when r.until_at <= now() then 'no-show'
                else 'standing'
            end, r.day
        from allowlist.reservations r where r.garage_id = in_garage_id and r.reservation = in_right
        union all
        select case when p.admits_last < p.last_day then 'revoked' else 'standing' end, nullif(p.last_day, 'infinity')
        from allowlist.permits p where p.garage_id = in_garage_id and p.permit = in_right;
end
$$;
comment on function projection.right_as_sold is
    'What has become of a reservation or a permit, and its last day; no row for a permit that was revoked before its first day.';

revoke all on function projection.right_as_sold from public;
grant execute on function projection.right_as_sold to parklog_reporting, parklog_service;
