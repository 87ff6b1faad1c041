-- The roles and the database, made once by a superuser of the cluster:
--   psql -f sql/roles.sql [-v database=lanyard] postgres
-- No program of Lanyard is a superuser. Give the roles passwords, or certificates, as the cluster's pg_hba.conf asks.
\set ON_ERROR_STOP on
\if :{?database}
\else
  \set database lanyard
\endif

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role)
FROM unnest(ARRAY['lanyard_owner', 'lanyard_web', 'lanyard_badges']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

SELECT format('CREATE DATABASE %I OWNER lanyard_owner ENCODING ''UTF8'' TEMPLATE template0', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO lanyard_web, lanyard_badges;
