"""The settings of a real worker process: the tests' own, and the kinds it is to run."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.apps.TestKindsConfig"]
