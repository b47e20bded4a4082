"""What the API was asked and answered, as test suites record it."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracewright.convert.gemini_cli.history import plain
from tracewright.convert.gemini_cli.telling import Told
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.runs import Placed


def is_response(value: Any) -> bool:
    """A line {"method": "generateContentStream", "response": ...}."""
    return text_at(value, "method").startswith("generateContent") and isinstance(value, dict) and "response" in value


def is_interaction(value: Any) -> bool:
    return bool(list_at(object_at(object_at(value, "request"), "body"), "contents"))


def recorded(values: Iterable[Placed], told: Told) -> None:
    for value, place in values:
        if interactions := list_at(value, "interactions"):
            _interactions(interactions, place.inside("interactions"), told)
        elif is_response(value):
            _answer(value["response"], place.inside("response"), told)
        else:
            told.report.unknown[f"method {text_at(value, 'method') or 'unknown'}"] += 1


def _interactions(interactions: Sequence[Any], place: Place, told: Told) -> None:
    """Each request repeats what was said before; only what is new is told. One that does not go on from it begins anew."""
    known: list[Any] = []
    for index, interaction in enumerate(interactions):
        at, body = place.inside(index), object_at(object_at(interaction, "request"), "body")
        told.asked(body)
        contents = list_at(body, "contents")
        plains = [plain(each) for each in contents]
        new = len(known) if plains[: len(known)] == known else 0
        for number, each in enumerate(contents[new:], start=new):
            told.content(each, at.inside("request", "body", "contents", number))
        answer = object_at(object_at(interaction, "response"), "body")
        known = plains + [plain(each) for each in _answer(answer, at.inside("response", "body"), told)]


def _answer(response: Any, place: Place, told: Told) -> list[Any]:
    """One answer of the model: an object, or the list of its chunks as they came."""
    is_stream = isinstance(response, list)
    chunks = response if is_stream else [response]
    if not any(isinstance(chunk, dict) and chunk for chunk in chunks):
        told.report.unknown["answer that holds nothing"] += 1
        return []
    parts, places = [], []
    for number, chunk in enumerate(chunks):
        at = place.inside(number) if is_stream else place
        candidate = next(iter(list_at(chunk, "candidates")), None)
        for index, part in enumerate(list_at(object_at(candidate, "content"), "parts")):
            parts.append(part)
            places.append(at.inside("candidates", 0, "content", "parts", index))
    told.answered(chunks, parts, places, place)
    return [{"role": "model", "parts": parts}] if parts else []
