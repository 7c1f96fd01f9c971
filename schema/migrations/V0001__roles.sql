-- Least privilege. Roles belong to the whole server, so they may be there already.

do $$
declare
    name text;
begin
    foreach name in array array['parklog_service', 'parklog_reporting'] loop
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

create schema reporting;
comment on schema reporting is 'Documented views for reporting jobs. Their columns are an interface: they only grow.';

grant usage on schema log to parklog_service;
grant select, insert on log.events, log.commands, log.plates to parklog_service;
grant select, insert, update on log.streams to parklog_service;

-- So that a service can tell whether the database is as new as it is.
grant select on public.parklog_migrations to parklog_service;

grant usage on schema reporting to parklog_reporting, parklog_service;
alter default privileges in schema reporting grant select on tables to parklog_reporting, parklog_service;
