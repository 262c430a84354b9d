"""Sessions in the database, read with one plain statement: every request of everybody begins with it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


class SessionStore(db.SessionStore):
    """Django's own store; only reading goes without building and compiling a query."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that is unknown or over gets no key, so that a new one is made."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
