"""Whether a file holds the Responses API."""

from collections.abc import Iterator
from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.openai_responses.chats import STREAMED, is_of_api
from tracewright.convert.openai_responses.kinds import is_item, is_marked
from tracewright.convert.openai_responses.spans import is_span
from tracewright.convert.openai_responses.stream import is_event
from tracewright.convert.place import list_at
from tracewright.convert.requests import exchanges_in
from tracewright.convert.source import Sample

LISTS = ("input", "items", "data", "output")  # under which a record holds items


def sniff(sample: Sample) -> Sniff:
    if any(map(is_of_api, exchanges_in(sample))):
        return Sniff(1.0, "a request to v1/responses, or its answer")
    if any(map(is_event, sample.objects)):
        return Sniff(1.0, "events of a response")
    if sample.text.lstrip().startswith(("event:", "data:")) and STREAMED in sample.text:
        return Sniff(1.0, "a stream that begins with response.created")
    if any(is_span(each) for record in sample.objects for each in (record, *list_at(record, "data"))):
        return Sniff(1.0, "spans of the Agents SDK")
    if any(any(map(is_marked, items)) for items in _lists(sample)):
        return Sniff(0.9, "a list of items with calls, results or typed texts of the Responses API")
    return Sniff(0.0, "no items, spans or exchange of the Responses API")


def _lists(sample: Sample) -> Iterator[list[Any]]:
    """Each list that holds items and nothing else: the records themselves, or what they hold."""
    found = [sample.records] if sample.records else []
    found += [record for record in sample.records if isinstance(record, list)]
    found += [list_at(record, key) for record in sample.objects for key in LISTS]
    return (items for items in found if items and all(map(is_item, items)))
