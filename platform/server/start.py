"""What a process checks before it serves anybody."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)


def refuse_to_start() -> None:
    """Connect once, at which a database user that could pass the tenants' wall raises ImproperlyConfigured.

    A database that is away for the moment is no reason to stay down: the check comes with the first connection then.
    In a thread of its own, because uvicorn with several workers imports the application inside its event loop.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_connect_once).result()


def _connect_once() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        logger.warning("the database is away: %s", error)
    finally:
        connection.close()
