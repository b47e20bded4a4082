"""The worker process: `celery --app server.celery worker`. Messages only wake a worker; the rows of apps.jobs are the truth."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from server.start import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")


def configuration() -> dict[str, Any]:
    """Asked at first use, when the settings are complete."""
    return {
        "broker_url": settings.BROKER_URL,
        "broker_transport_options": transport_options(settings.BROKER_URL),
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 2,  # a request that queues a job must not wait for a broker that is away
        "worker_enable_remote_control": not embedded(settings.BROKER_URL),
        "worker_hijack_root_logger": False,
        "worker_prefetch_multiplier": 1,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # work goes on while the broker is away
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "timezone": "UTC",
    }


def embedded(broker_url: str) -> bool:
    return broker_url.startswith("filesystem:")


def transport_options(broker_url: str) -> dict[str, Any]:
    if not embedded(broker_url):
        return {"socket_connect_timeout": 2, "socket_timeout": 10}
    broker, control = settings.VAR_DIR / "broker", settings.VAR_DIR / "broker" / "control"
    control.mkdir(parents=True, exist_ok=True)
    # One folder for both directions: what a web process leaves there, a worker takes.
    return {
        "data_folder_in": str(broker),
        "data_folder_out": str(broker),
        "control_folder": str(control),
        "polling_interval": 0.1,
    }


TRANSPORT_ALIASES["filesystem"] = "server.broker:Transport"
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "server.redis_broker:Transport"
app = Celery("tracewright")  # its fixup for Django closes the database connections that a pool process inherits
app.add_defaults(configuration)
app.set_default()  # for every thread of the process, not only the importing one
app.autodiscover_tasks()


@worker_init.connect
def look_at_database_user(**_signal: Any) -> None:
    refuse_to_start()
