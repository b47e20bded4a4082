"""RFC 6901 JSON pointers, as answers name a place inside a step."""

from typing import Any


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
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]


def escape(*keys: str | int) -> str:
    """The pointer that names these keys, from the outside in; no key gives "".

    >>> escape("a/b", 0)
    '/a~1b/0'
    """
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def resolve(value: Any, pointer: str) -> Any:
    """The value a pointer names; KeyError with the pointer when there is none."""
    for token in tokens(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and _is_index(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            raise KeyError(pointer)
    return value


def replaced(value: Any, pointer: str, new: Any) -> Any:
    """A copy of `value` with `new` at the pointer; only the containers on the way are copied.

    The last token may be a new key of an object. KeyError when the way does not exist.

    >>> replaced({"a": [1, 2], "b": 3}, "/a/1", 9)
    {'a': [1, 9], 'b': 3}
    """
    return _replaced(value, tokens(pointer), new, pointer)


def field_name(pointer: str) -> str:
    """How exports name the place: the key itself, or the pointer without its first slash for deeper places.

    >>> field_name("/a~1b"), field_name("/tool_calls/0/input")
    ('a/b', 'tool_calls/0/input')
    """
    keys = tokens(pointer)
    return keys[0] if len(keys) == 1 else pointer.removeprefix("/")


def _replaced(value: Any, keys: list[str], new: Any, pointer: str) -> Any:
    if not keys:
        return new
    key, rest = keys[0], keys[1:]
    if isinstance(value, dict) and (key in value or not rest):
        return {**value, key: _replaced(value.get(key), rest, new, pointer)}
    if isinstance(value, list) and _is_index(key) and int(key) < len(value):
        index = int(key)
        return [*value[:index], _replaced(value[index], rest, new, pointer), *value[index + 1 :]]
    raise KeyError(pointer)


def _is_index(token: str) -> bool:
    return token.isascii() and token.isdigit() and (token == "0" or token[0] != "0")
