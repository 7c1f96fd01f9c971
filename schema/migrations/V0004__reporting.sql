create schema reporting;
comment on schema reporting is 'Documented views for reporting jobs. Their columns are an interface: they only grow.';

grant usage on schema reporting to parklog_reporting, parklog_service;
alter default privileges in schema reporting grant select on tables to parklog_reporting, parklog_service;

-- Views of reporting name plates by their ids. Who may know the plates themselves is granted this role as well.
create schema reporting_plates;
comment on schema reporting_plates is 'The plates behind the ids of the views in reporting, for the role parklog_plates.';

create view reporting_plates.plates as select garage_id, plate_id, plate from log.plates;
comment on view reporting_plates.plates is 'Every plate that is not erased, by the id that all else calls it.';
comment on column reporting_plates.plates.garage_id is 'The garage''s name in requests.';
comment on column reporting_plates.plates.plate_id is 'What events and views call the plate in this garage.';
comment on column reporting_plates.plates.plate is 'The plate, without blanks and signs between its characters.';

-- The service, which has the vault itself, only looks whether the view is there.
grant usage on schema reporting_plates to parklog_plates, parklog_service;
grant select on reporting_plates.plates to parklog_plates;
