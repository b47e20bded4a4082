"""The demo's two processes."""

import sys

from django.conf import settings

from server.supervisor import Child

# Celery warns whoever runs it as root; the demo is one person's own machine.
QUIET = "ignore:You're running the worker with superuser privileges"


def children(port: int) -> list[Child]:
    site = {"SITE_URL": f"http://127.0.0.1:{port}"}
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
