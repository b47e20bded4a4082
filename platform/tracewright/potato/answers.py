"""Users' answers from Potato's user_state.json files, in every form that Potato has stored them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from tracewright.errors import TraceFormatError
from tracewright.export.records import SchemeOf
from tracewright.names import visible
from tracewright.potato.bounds import USER_CHARS, check_text
from tracewright.records import MIB, OnProblem, decode
from tracewright.repairs import storable
from tracewright.schemes import Answer, kind_of
from tracewright.schemes import span as span_kind
from tracewright.trace import Document, json_type

STATE_FILE = "user_state.json"
STATE_BYTES = 256 * MIB
LABELS, SPANS = "instance_id_to_label_to_value", "instance_id_to_span_to_value"


class PotatoAnswer(NamedTuple):
    """What one person answered about one item: {scheme: {label: value}} and {scheme: [span]}.

    `written` is how the files name the annotator, where that has characters that cannot be seen; they are left out.
    """

    annotator: str
    item: str
    labels: dict[str, dict[str, Any]]
    spans: dict[str, list[Any]]
    written: str = ""


def answer_of(scheme: SchemeOf, labels: Mapping[str, Any], spans: Iterable[Any], document: Document) -> Answer | None:
    """The canonical answer to one scheme, None for no answer. AnswerError when what is stored cannot be read."""
    config = dict(scheme.config)
    if scheme.kind == "raw":
        found = {"labels": dict(labels), "spans": list(spans)}
        return found if found["labels"] or found["spans"] else None
    if scheme.kind == span_kind.name:
        return span_kind.from_potato_spans(config, labels, spans, document)
    return kind_of(scheme.kind).from_potato(config, labels, document) if labels else None


def read_answers(folder: Path, answers_folder: Path, on_problem: OnProblem | None = None) -> Iterator[PotatoAnswer]:
    """Every answer below the folder, by the names of the users' folders; errors as in `PotatoProject.items`."""
    users: dict[str, str] = {}
    for path in sorted(answers_folder.glob(f"*/{STATE_FILE}")):
        where = storable(str(path.relative_to(folder)))
        try:
            state = _state(folder, path, where)
            written = storable(str(state.get("user_id") or path.parent.name))
            check_text(written, USER_CHARS, where, "a user_id", TraceFormatError)
            user = visible(written)
            if not user:
                raise TraceFormatError(
                    where, f"has the user_id {ascii(written)}, of which nothing can be seen; name the person"
                )
            if user in users:
                raise TraceFormatError(where, f'has the user_id "{user}" of {users[user]}')
            users[user] = where
            for answer in _answers(user, state, where):
                yield answer if user == written else answer._replace(written=written)
        except TraceFormatError as error:
            if on_problem is None:
                raise
            on_problem(error)


def _state(folder: Path, path: Path, where: str) -> dict[str, Any]:
    if not path.resolve().is_relative_to(folder):
        raise TraceFormatError(where, "leaves the folder of the config")
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise TraceFormatError(where, "is no file")
        if status.st_size > STATE_BYTES:
            raise TraceFormatError(where, f"{status.st_size} bytes; a user's answers may have {STATE_BYTES}")
        return decode(path.read_bytes(), where, STATE_BYTES).document
    except OSError as error:
        raise TraceFormatError(where, f"cannot be read: {error.strerror}") from error


def _answers(user: str, state: Mapping[str, Any], where: str) -> Iterator[PotatoAnswer]:
    labels, spans = _container(state, LABELS, where), _container(state, SPANS, where)
    for item in dict.fromkeys([*labels, *spans]):
        place = f'{where} item "{item}"'
        yield PotatoAnswer(user, item, _labels(labels.get(item), place), _spans(spans.get(item), place))


def _container(state: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    found = state.get(key) or {}
    if not isinstance(found, dict):
        raise TraceFormatError(where, f"{key} is {json_type(found)}; it must be an object")
    return found


def _labels(stored: Any, where: str) -> dict[str, dict[str, Any]]:
    """From [[{schema, name}, value], ...] or, older, {schema: {label: value}}."""
    if isinstance(stored, dict):
        for scheme, values in stored.items():
            if not isinstance(values, dict):
                raise TraceFormatError(
                    where, f'the labels of "{scheme}" are {json_type(values)}; they must be an object'
                )
        return stored
    found: dict[str, dict[str, Any]] = {}
    for label, value in _pairs(stored, where, "label"):
        found.setdefault(label["schema"], {})[label["name"]] = value
    return found


def _spans(stored: Any, where: str) -> dict[str, list[Any]]:
    """From [[span, value], ...] or, older, {schema: [span]}; the span is kept, Potato's value repeats its name."""
    if isinstance(stored, dict):
        for scheme, spans in stored.items():
            if not isinstance(spans, list):
                raise TraceFormatError(where, f'the spans of "{scheme}" are {json_type(spans)}; they must be a list')
        return stored
    found: dict[str, list[Any]] = {}
    for span, _ in _pairs(stored, where, "span"):
        found.setdefault(span["schema"], []).append(span)
    return found


def _pairs(stored: Any, where: str, what: str) -> Iterator[tuple[dict[str, str], Any]]:
    if not isinstance(stored, list | None):
        raise TraceFormatError(where, f"its {what}s are {json_type(stored)}; they must be a list or an object")
    for number, pair in enumerate(stored or [], start=1):
        match pair:
            case [{"schema": str(), "name": str()} as named, value]:
                yield named, value
            case _:
                raise TraceFormatError(
                    where, f"{what} {number} is no pair of an object with schema and name, and a value"
                )
