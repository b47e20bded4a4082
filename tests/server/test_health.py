"""/healthz answers strangers, says nothing but yes or no, and needs no organization."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client


@contextmanager
def database_away() -> Iterator[None]:
    """Every query fails as it does when the server is gone."""

    def fail(*_: object) -> None:
        raise OperationalError("connection to 10.0.0.7 as tracewright_app refused")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.django_db
def test_a_stranger_reads_that_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_database_that_is_away_gives_503_without_its_address(client: Client) -> None:
    with database_away():
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database\n")


@pytest.mark.django_db
def test_one_query_and_no_session(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        answer = client.get("/healthz")
    assert not answer.cookies


@pytest.mark.django_db
def test_no_cache_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_it_is_read_only(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
