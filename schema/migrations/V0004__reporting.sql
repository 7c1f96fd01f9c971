create schema reporting;
comment on schema reporting is 'Documented views for reporting jobs. Their columns are an interface: they only grow.';

grant usage on schema reporting to parklog_reporting, parklog_service;
alter default privileges in schema reporting grant select on tables to parklog_reporting, parklog_service;
