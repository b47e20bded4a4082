"""The two processes of a local server."""

import os
import socket
import sys
import time

from django.conf import settings

from server.local import CannotServe
from server.supervisor import Child, Supervisor

WEB_SECONDS = 60
# Celery warns whoever runs it as root; this is one person's own machine.
QUIET = "ignore:You're running the worker with superuser privileges"


def children(port: int) -> list[Child]:
    site = {"SITE_URL": os.environ.get("SITE_URL", f"http://127.0.0.1:{port}")}
    source_root = str(settings.BASE_DIR / "platform")
    web = [
        *(sys.executable, "-m", "uvicorn", "server.asgi:application", "--app-dir", source_root),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"),
        *("--timeout-graceful-shutdown", "3"),  # else an open stream blocks Ctrl-C
    ]
    worker = [
        *(sys.executable, "-W", QUIET, "-m", "celery", "--quiet", "--app", "server.celery", "--workdir", source_root),
        *("worker", "--concurrency", "1", "--loglevel", "WARNING"),
        *("--without-mingle", "--without-gossip", "--without-heartbeat"),
    ]
    path = {"PYTHONPATH": f"{settings.BASE_DIR}:{source_root}"}
    return [Child("web", web, {**site, **path}, port=port), Child("worker", worker, {**site, **path})]


def wait_for_web(supervisor: Supervisor, port: int) -> None:
    """Return when the port answers; CannotServe after WEB_SECONDS."""
    deadline = time.monotonic() + WEB_SECONDS
    while time.monotonic() < deadline:
        supervisor.look_after()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CannotServe(f"The web process did not answer within {WEB_SECONDS} s; see its messages above.")
