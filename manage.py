#!/usr/bin/env python
"""Django's command line with platform/ on the path."""

import os
import sys
from pathlib import Path

# platform/ is a source root, never a package: the standard library has a module of that name (tests/test_layout.py).
sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    if sys.argv[1:2] == ["demo"]:
        from server.demo import environment

        environment.prepare()
    elif sys.argv[1:2] == ["start"]:
        from server.local import environment

        environment.prepare()
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
