-- Once per cluster, by an administrator. Passwords and host rules are the installation's own.
CREATE ROLE tracewright_owner LOGIN;        -- owns the database and migrates; nothing else connects as it
CREATE ROLE tracewright_app LOGIN;          -- web, workers, commands: no table of its own, no way past the wall
CREATE ROLE tracewright_definer NOLOGIN;    -- owns the look-up functions
GRANT tracewright_definer TO tracewright_owner;      -- never to tracewright_app
