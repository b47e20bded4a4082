"""What the configs and answers of all kinds have in common."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.repairs import storable
from tracewright.schemes.display_logic import ASKED_WHEN, OPTION, asked_when
from tracewright.schemes.kind import Missing
from tracewright.shown import SHOWN_CHARS, shown
from tracewright.trace import STEP_LISTS, Document, json_type

OPTIONS = frozenset(
    {"name", "description", "annotation_type", "label_requirement", "required", "humanize_labels", OPTION}
)
FREE_RESPONSE = "free_response"
NAME_CHARS = 200
MOST = 1_000_000_000  # of a number in a config: sums of them stay exact enough

# Potato numbers the first nine and then the tenth choice on the keyboard.
_KEYS = "1234567890"


def common_config(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Every key as it came, with `name`, `description` and `required` set, and `asked_when` where it depends on others."""
    _humanizes(raw, where)
    return {
        **{key: value for key, value in raw.items() if key != ASKED_WHEN},
        "name": _name(raw, where),
        "description": text_option(raw, "description", "", where),
        "required": _required(raw, where),
        **asked_when(raw, where),
    }


def text_option(raw: Mapping[str, Any], key: str, default: str, where: str, *, is_needed: bool = False) -> str:
    """The text under `key`; nothing and an empty text give the default."""
    value = raw.get(key)
    if value is None or value == "":
        value = default
    if is_needed and value == "":
        raise SchemeError(f"{where} {key}", "must be a text, not nothing")
    if not isinstance(value, str):
        raise SchemeError(f"{where} {key}", f"must be a text, not {shown(value)}")
    return value


def bool_option(raw: Mapping[str, Any], key: str, default: bool, where: str) -> bool:
    value = raw.get(key)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise SchemeError(f"{where} {key}", f"must be true or false, not {shown(value)}")
    return value


def key_option(raw: Mapping[str, Any], key: str, default: str) -> str:
    """A key of the keyboard; YAML reads a bare digit as a number."""
    value = raw.get(key)
    return default if value is None else str(value)


def count_option(raw: Mapping[str, Any], key: str, default: int, where: str) -> int:
    value = raw.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SchemeError(f"{where} {key}", f"must be a number from 0, not {shown(value)}")
    return value


def number_option(raw: Mapping[str, Any], key: str, default: float | None, where: str) -> float:
    """A number, whole or not; without a default it is needed."""
    value = raw.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MOST:
        raise SchemeError(f"{where} {key}", f"must be a number up to {MOST}, not {shown(value)}")
    return value


def one_of_option(raw: Mapping[str, Any], key: str, names: Sequence[str], where: str) -> str:
    """One of the names, the first by default."""
    value = raw.get(key)
    if value is None:
        return names[0]
    if value not in names:
        raise SchemeError(f"{where} {key}", f"must be {' or '.join(filter(None, names))}, not {shown(value)}")
    return str(value)


def names_option(raw: Mapping[str, Any], key: str, default: Sequence[str], where: str) -> list[str]:
    """A list of texts, none of them twice; a bare yes, no or number becomes text, as in `labels_option`."""
    value = raw.get(key)
    if value is None:
        return list(default)
    if not isinstance(value, list):
        raise SchemeError(f"{where} {key}", f"must be a list of names, not {shown(value)}")
    names = [str(name) if isinstance(name, bool | int | float) else name for name in value]
    for index, name in enumerate(names):
        if not isinstance(name, str) or not name:
            raise SchemeError(f"{where} {key}[{index}]", f"must be a name, not {shown(name)}")
    refuse_doubles(names, f"{where} {key}")
    return names


def needed_names_option(raw: Mapping[str, Any], key: str, default: Sequence[str], where: str) -> list[str]:
    names = names_option(raw, key, default, where)
    if not names:
        raise SchemeError(f"{where} {key}", "must have at least one name")
    return names


def refuse_doubles(names: Iterable[str], where: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise SchemeError(where, f"has {shown(name)} more than once")


def labels_option(raw: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """`labels` as objects with name, tooltip, key_value and displayed_label; further keys are kept."""
    by_number = bool_option(raw, "sequential_key_binding", False, where)
    result = named_option(raw, "labels", where, "label")
    for key, label in zip(_KEYS if by_number else "", result, strict=False):
        label["key_value"] = label["key_value"] or key
    return result


def named_option(raw: Mapping[str, Any], key: str, where: str, what: str) -> list[dict[str, Any]]:
    """The list under `key` as objects like those of `labels`, each of another name; `what` it is called one by one."""
    entries = raw.get(key)
    if not isinstance(entries, list) or not entries:
        raise SchemeError(f"{where} {key}", f"must be a list with at least one {what}, not {shown(entries)}")
    humanizes = _humanizes(raw, where)
    result = [_label(entry, f"{where} {key}[{index}]", humanizes) for index, entry in enumerate(entries)]
    refuse_doubles((entry["name"] for entry in result), f"{where} {key}")
    return result


def free_response_option(raw: Mapping[str, Any], where: str) -> dict[str, str] | None:
    """`has_free_response` (true, or {instruction}) as {"instruction": text}, None when there is none."""
    return extra_option(raw, "has_free_response", "instruction", where)


def extra_option(raw: Mapping[str, Any], key: str, field: str, where: str) -> dict[str, str] | None:
    """Something beside the choices, true or {field: its text}, as {field: text}; None when there is none."""
    value = raw.get(key)
    if value is None or value is False:
        return None
    fields = {} if value is True else value
    if not isinstance(fields, Mapping):
        raise SchemeError(f"{where} {key}", f"must be true, false or have {field}, not {shown(value)}")
    return {field: text_option(fields, field, "", f"{where} {key}")}


def in_words(name: str, config: Mapping[str, Any]) -> str:
    """A name of a config as people read it, unless the config says that it is shown as it stands there.

    >>> in_words("wrong_tool", {}), in_words("wrong_tool", {"humanize_labels": False})
    ('Wrong tool', 'wrong_tool')
    """
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:] if config.get("humanize_labels", True) else name


def names(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    return [entry["name"] for entry in entries]


def label_names(config: Mapping[str, Any]) -> list[str]:
    return names(config["labels"])


def sent_fields(config: Mapping[str, Any], sent: Any, *known: str) -> dict[str, Any]:
    """What was sent, as an object of known keys."""
    return sent_object(config["name"], sent, known)


def sent_object(where: str, sent: Any, known: Collection[str], at: str = "") -> dict[str, Any]:
    """A part of what was sent, as an object of known keys."""
    if not isinstance(sent, dict):
        raise AnswerError(where, f"needs an object, not {json_type(sent)}", at)
    for key in sent:
        if key not in known:
            raise AnswerError(where, f"knows no {shown(key)}, only {', '.join(known)}", at)
    return sent


def sent_name(where: str, key: str, value: Any, names: Collection[str], at: str = "") -> str | None:
    """One of the names of a config; None where nothing, or an empty text, was chosen."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in names:
        raise AnswerError(where, f"has no {key} {shown(value)}", at)
    return value


def sent_text(where: str, value: Any, at: str = "") -> str:
    if not isinstance(value, str):
        raise AnswerError(where, f"needs a text, not {json_type(value)}", at)
    return storable(value)


def sent_text_or_none(where: str, value: Any, at: str = "") -> str:
    """A text that may be left out, or sent as null: "" then."""
    return "" if value is None else sent_text(where, value, at)


def sent_free_response(config: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
    text = sent_text(config["name"], sent.get(FREE_RESPONSE, ""))
    if text and config["has_free_response"] is None:
        raise AnswerError(config["name"], "takes no free response")
    return text


def sent_rows(config: Mapping[str, Any], sent: Any, rows: Iterable[str], what: str) -> dict[str, Any]:
    """What was sent for each row, {row: value}, in the order of the rows; a row of null has no answer."""
    known = list(rows)
    if not isinstance(sent, dict):
        raise AnswerError(config["name"], f"needs an object with a value for each {what}, not {json_type(sent)}")
    for row in sent:
        if row not in known:
            raise AnswerError(config["name"], f"has no {what} {shown(row)}")
    return {row: sent[row] for row in known if sent.get(row) is not None}


def missing_rows(config: Mapping[str, Any], answered: Mapping[str, Any], rows: Iterable[str]) -> list[Missing]:
    """Of a required scheme each row without an answer, named in `at`."""
    return [Missing(row, "answer") for row in rows if config["required"] and answered.get(row) is None]


def missing_answer(config: Mapping[str, Any], is_answered: bool) -> list[Missing]:
    """The question itself, where it is required and has no answer."""
    return [Missing("", "answer")] if config["required"] and not is_answered else []


def steps_key(config: Mapping[str, Any], document: Document) -> str:
    """The list that the scheme names; without one, the list the document has."""
    return str(config["steps_key"]) or next((key for key in STEP_LISTS if document.get(key)), STEP_LISTS[0])


def as_text(value: Any) -> Any:
    """YAML reads yes, no and bare numbers as what they are not meant to be; they become the text that Potato shows."""
    return str(value) if isinstance(value, bool | int | float) else value


def _name(raw: Mapping[str, Any], where: str) -> str:
    name = text_option(raw, "name", "", where, is_needed=True)
    if len(name) > NAME_CHARS:
        raise SchemeError(
            f"{where} name", f'has {len(name)} characters, "{name[:SHOWN_CHARS]}..."; the bound is {NAME_CHARS}'
        )
    return name


def _required(raw: Mapping[str, Any], where: str) -> bool:
    if raw.get("required") is not None:
        return bool_option(raw, "required", False, where)
    requirement = raw.get("label_requirement")
    if isinstance(requirement, Mapping):
        return bool_option(requirement, "required", False, f"{where} label_requirement")
    return bool_option(raw, "label_requirement", False, where)


def _humanizes(raw: Mapping[str, Any], where: str) -> bool:
    return bool_option(raw, "humanize_labels", True, where)


def _label(label: Any, where: str, humanizes: bool) -> dict[str, Any]:
    fields = dict(label) if isinstance(label, Mapping) else {"name": label}
    fields["name"] = as_text(fields.get("name"))
    name = text_option(fields, "name", "", where, is_needed=True)
    return {
        **fields,
        "name": name,
        "tooltip": text_option(fields, "tooltip", "", where),
        "key_value": key_option(fields, "key_value", ""),
        "displayed_label": text_option(fields, "displayed_label", "", where)
        or in_words(name, {"humanize_labels": humanizes}),
    }
