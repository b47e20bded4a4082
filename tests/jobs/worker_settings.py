"""The settings of a real worker process: the tests' own, the kinds it is to run, and logs that kill it."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.apps.TestKindsConfig", "tests.ingest.apps.TestLogsConfig"]
