"""RFC 6901 JSON pointers, as answers name a place inside a step."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

ABSENT: Final = object()
"""In place of a value: nothing stands there."""


def tokens(pointer: str) -> list[str]:
    """The unescaped reference tokens; "" names the whole value and has none.

    Raises ValueError for a pointer that neither is empty nor starts with a slash.

    >>> tokens("/a~1b/0/c~0d")
    ['a/b', '0', 'c~d']
    """
    if not pointer:
        return []
    if not pointer.startswith("/"):
        raise ValueError(f"pointer {pointer!r} does not start with a slash")
    found = pointer[1:].split("/")
    return [token.replace("~1", "/").replace("~0", "~") for token in found] if "~" in pointer else found


def escape(*keys: str | int) -> str:
    """The pointer that names these keys, from the outside in; no key gives "".

    >>> escape("a/b", 0)
    '/a~1b/0'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def is_pointer(text: Any) -> bool:
    """Whether it is one, spelt as `escape` spells it: a place has one name.

    >>> is_pointer("/a~0b"), is_pointer("/a~b"), is_pointer("a")
    (True, False, False)
    """
    if not isinstance(text, str) or (text and not text.startswith("/")):
        return False
    return "~" not in text or escape(*tokens(text)) == text


def resolve(value: Any, pointer: str) -> Any:
    """The value a pointer names; KeyError with the pointer when there is none."""
    for token in tokens(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and _is_index_in(value, token):
            value = value[int(token)]
        else:
            raise KeyError(pointer)
    return value


def found(value: Any, pointer: str) -> Any:
    """The value a pointer names, ABSENT when there is none."""
    try:
        return resolve(value, pointer)
    except KeyError:
        return ABSENT


def changed(value: Any, changes: Mapping[str, Any]) -> Any:
    """A copy of `value` with a new value at each pointer; ABSENT takes a key of an object away.

    Only the containers on the way are copied, each once. The last token may be a new key of an object. KeyError when the
    way does not exist, ValueError when one pointer names a place inside another's.

    >>> changed({"a": [1, 2], "b": 3}, {"/a/1": 9, "/b": ABSENT})
    {'a': [1, 9]}
    """
    return _changed(value, [(tokens(pointer), new) for pointer, new in changes.items()], "")


def field_name(pointer: str) -> str:
    """How exports name the place: the key itself, or the pointer without its first slash for deeper places.

    >>> field_name("/a~1b"), field_name("/tool_calls/0/input")
    ('a/b', 'tool_calls/0/input')
    """
    keys = tokens(pointer)
    return keys[0] if len(keys) == 1 else pointer.removeprefix("/")


def _changed(value: Any, changes: Sequence[tuple[list[str], Any]], here: str) -> Any:
    below: dict[str, list[tuple[list[str], Any]]] = {}
    for keys, new in changes:
        if keys:
            below.setdefault(keys[0], []).append((keys[1:], new))
        elif len(changes) == 1:
            return new
    if any(not keys for keys, _new in changes):
        raise ValueError(f"{here!r} is changed as a whole and in parts")
    copy: Any = value.copy() if isinstance(value, dict | list) else value
    for key, inner in below.items():
        _change_at(copy, key, inner, here)
    return copy


def _change_at(copy: Any, key: str, changes: Sequence[tuple[list[str], Any]], here: str) -> None:
    """Changes one entry of a container that is ours already."""
    there = here + escape(key)
    if isinstance(copy, dict) and (key in copy or any(not keys for keys, _new in changes)):
        new = _changed(copy.get(key), changes, there)
        if new is ABSENT:
            copy.pop(key, None)
        else:
            copy[key] = new
    elif isinstance(copy, list) and _is_index_in(copy, key):
        copy[int(key)] = _changed(copy[int(key)], changes, there)
    else:
        raise KeyError(there)


def _is_index_in(found: Sequence[Any], token: str) -> bool:
    is_index = token.isascii() and token.isdigit() and (token == "0" or token[0] != "0")
    return is_index and len(token) <= len(str(len(found))) and int(token) < len(found)
