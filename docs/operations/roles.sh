#!/bin/sh
# Creates the roles, the database and its extensions on a PostgreSQL server (15 or newer), as superuser.
# Needs APP_PASSWORD, OWNER_PASSWORD and REPORT_PASSWORD; the entry point of the postgres image calls it.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set app="$APP_PASSWORD" --set owner="$OWNER_PASSWORD" --set report="$REPORT_PASSWORD" <<'SQL'
CREATE ROLE selaras_owner  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS   PASSWORD :'owner';
CREATE ROLE selaras_app    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app';
CREATE ROLE selaras_report LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'report';
CREATE DATABASE selaras OWNER selaras_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE selaras FROM PUBLIC;
GRANT CONNECT ON DATABASE selaras TO selaras_app, selaras_report;
\connect selaras
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL
