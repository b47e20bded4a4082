"""Sessions as Django keeps them in the database, found by a planned statement: every request of a person asks for theirs."""

import re
from typing import cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from apps.tenants.sql import first_row

KEY = re.compile(r"[a-z0-9]{32}")
FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """SESSION_ENGINE."""

    def _get_session_from_db(self) -> Session | None:
        """Of Django 5.2, where `load` calls it and reads nothing but the data; without a session the key is forgotten."""
        key = self.session_key or ""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        # A cookie may say anything, also what the database cannot ask for.
        row = first_row(FIND, [key, now]) if KEY.fullmatch(key) else None
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=key, session_data=cast(str, row[0]))
