-- Least privilege; what the roles may do is granted beside each table and function. Roles belong to the whole server, so
-- they may be there already.

do $$
declare
    name text;
begin
    foreach name in array array['parklog_service', 'parklog_reporting', 'parklog_plates'] loop
        -- Asked first: where an administrator made the roles, whoever migrates may lack the right to.
        if not exists (select from pg_roles where rolname = name) then
            begin
                execute format('create role %I nologin', name);
            exception
                -- Another database's migration is making it at this moment.
                when duplicate_object or unique_violation then null;
            end;
        end if;
    end loop;
end
$$;

-- So that a service can tell whether the database is as new as it is.
grant select on public.parklog_migrations, public.parklog_functions to parklog_service;
