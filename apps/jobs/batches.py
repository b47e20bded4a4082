"""Rows that a job writes, in batches, one a transaction."""

import time
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from django.db import connection

BATCH = 50  # rows written in one transaction: a job gives a sign of life after each, also on a machine with much to do
BATCH_BYTES = 2 * 1024 * 1024  # of compressed records and their rows
BREATH_SECONDS = 0.02  # between two transactions on SQLite: writers that wait look again only now and then
T = TypeVar("T")


def batches(
    rows: Iterable[T], weight: Callable[[T], int] = lambda row: 0
) -> Generator[tuple[int, list[T]], None, None]:
    """Lists of up to BATCH rows and about BATCH_BYTES, each with how many rows there were so far."""
    batch: list[T] = []
    done = size = 0
    resumed = time.monotonic()
    for row in rows:
        batch.append(row)
        done, size = done + 1, size + weight(row)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            if connection.vendor == "sqlite":
                time.sleep(max(0.0, resumed + BREATH_SECONDS - time.monotonic()))
            yield done, batch
            batch, size, resumed = [], 0, time.monotonic()
    if batch:
        yield done, batch
