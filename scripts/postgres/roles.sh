#!/usr/bin/env bash
# Makes the database and its roles in a new server of docker-compose.yml; the image runs it once, before anybody may connect.
#
# The passwords are read where they are used: no command line, environment or log has them.
set -euo pipefail
export SECRETS="${SECRETS:-/run/secrets}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner `cat "$SECRETS/owner"`
\set app `cat "$SECRETS/app"`
\set reports `cat "$SECRETS/reports"`
\set backup `cat "$SECRETS/backup"`
set log_statement = 'none';
set log_min_error_statement = 'panic';
set log_min_duration_statement = -1;

-- What may be done is granted to these by the migrations; nobody logs in as them.
create role parklog_service nologin;
create role parklog_reporting nologin;
-- Views name plates by ids. Whoever may know the plates is granted this as well: grant parklog_plates to ...
create role parklog_plates nologin;

create role parklog_owner login password :'owner';
create role parklog_app login password :'app' in role parklog_service;
create role parklog_reports login password :'reports' in role parklog_reporting;
-- It writes nothing, and what it holds it lets go of in the end. A longer report may say so: set statement_timeout.
alter role parklog_reports set default_transaction_read_only = on;
alter role parklog_reports set statement_timeout = '5min';
alter role parklog_reports set idle_in_transaction_session_timeout = '5min';
-- A backup that a table was forgotten in is none, so it reads all there is, and writes nothing.
create role parklog_backup login password :'backup' in role pg_read_all_data;
SQL
"$(dirname "${BASH_SOURCE[0]}")/new-database"
