"""Django's PostgreSQL backend with a schema editor that writes keys, policies and constraints of agencies."""
