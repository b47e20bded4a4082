import asyncio
from concurrent.futures import ThreadPoolExecutor

from server.limits import BodyLimit


def asked(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> tuple[list[dict], bytes]:
    """What a client gets that sends these chunks, and what reached the application."""
    waiting, answers, seen = list(chunks), [], b""

    async def app(scope, receive, send):
        nonlocal seen
        while (message := await receive())["type"] == "http.request":
            seen += message["body"]
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message):
        answers.append(message)

    async def ask():
        await BodyLimit(app, 10)({"type": "http", "headers": headers}, receive, send)

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may be running in this one
        thread.submit(asyncio.run, ask()).result()
    return answers, seen


def test_a_body_within_the_bound_passes():
    answers, seen = asked([b"12345", b"67890"], [(b"content-length", b"10")])
    assert (answers[0]["status"], seen) == (200, b"1234567890")


def test_an_announced_length_above_the_bound_is_refused_unread():
    answers, seen = asked([b"x"], [(b"content-length", b"11")])
    assert (answers[0]["status"], seen) == (413, b"")


def test_a_length_that_is_no_number_is_refused():
    assert asked([b"x"], [(b"content-length", b"many")])[0][0]["status"] == 413


def test_more_than_the_bound_without_a_length_is_hung_up_on():
    answers, seen = asked([b"12345678", b"12345678", b"x"], [])
    assert (answers, seen) == ([], b"12345678")
