"""Creates the roles, the database and its extensions in a cluster of ours, once."""

import psycopg
from psycopg import sql

from selaras.config.postgres.layout import APPLICATION, DATABASE, OWNER, REPORT, SUPERUSER, Layout, Urls

# The owner migrates and backs up, so that it must see every row although row-level security is forced;
# the application and the reports are bound by the policies. Nobody but `postgres` is superuser.
ROLES = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE BYPASSRLS",
    APPLICATION: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    REPORT: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
}
EXTENSIONS = ("btree_gist", "pg_trgm")
VERSION = "1"


def once(layout: Layout, urls: Urls) -> None:
    """Bring the cluster to the state that this version of the product expects."""
    done = layout.data / "selaras-roles"
    if done.exists() and done.read_text(encoding="ascii") == VERSION:
        return
    with connect(urls, "template1") as connection:
        roles(connection)
        extensions(connection)
    with connect(urls, "postgres") as connection:
        database(connection)
    with connect(urls, DATABASE) as connection:
        extensions(connection)
    done.write_text(VERSION, encoding="ascii")


def connect(urls: Urls, database: str) -> psycopg.Connection:
    return psycopg.connect(urls.of(SUPERUSER, database), autocommit=True)


def roles(connection: psycopg.Connection) -> None:
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for name, rights in ROLES.items():
        verb = "ALTER" if name in known else "CREATE"
        connection.execute(sql.SQL(f"{verb} ROLE {{}} {rights}").format(sql.Identifier(name)))


def extensions(connection: psycopg.Connection) -> None:
    """In template1 too, so that databases made for tests have them."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def database(connection: psycopg.Connection) -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
    if not known:
        words = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(words.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    # CONNECT is granted to everybody by default; only our own roles have business here.
    shut = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE))
    connection.execute(shut)
    for role in (APPLICATION, REPORT):
        open_to = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        connection.execute(open_to.format(sql.Identifier(DATABASE), sql.Identifier(role)))
