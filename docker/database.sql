-- Once per cluster, by the administrator, after apps/tenants/roles.sql: the passwords (from the environment) and the database.
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
ALTER ROLE tracewright_owner PASSWORD :'owner_password';
ALTER ROLE tracewright_app PASSWORD :'app_password';
CREATE DATABASE tracewright OWNER tracewright_owner;
REVOKE ALL ON DATABASE tracewright FROM PUBLIC;
GRANT CONNECT ON DATABASE tracewright TO tracewright_app;
