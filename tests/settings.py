"""The product's settings with the environment of a test run filled in."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a secret for tests only")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="tracewright-tests-"))
os.environ.setdefault("LOG_LEVEL", "WARNING")
if xdist_worker := os.environ.get(
    "PYTEST_XDIST_WORKER"
):  # its rows have the ids of its neighbour's, and so would its files
    os.environ.setdefault("FILES_DIR", str(Path(os.environ["VAR_DIR"]) / f"files-{xdist_worker}"))

from server.settings import *  # noqa: E402, F403
from server.settings import DATABASES, ON_POSTGRESQL, VAR_DIR  # noqa: E402

DATABASE_OWNER = "tracewright_owner"
DATABASE_SUPERUSER = "postgres"  # of the cluster that tests.services.postgres makes; only empties tables
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # 100 logins in a run; nothing is protected here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
API_REQUESTS_A_MINUTE = 0
if not ON_POSTGRESQL:
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(VAR_DIR) / "test.sqlite3")
    }  # a file: several connections, as in life
