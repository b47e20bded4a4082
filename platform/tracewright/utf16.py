"""Places in a text as browsers count them, in UTF-16 code units, and as everybody else does."""


def code_points(text: str, at: int) -> int | None:
    """The place that stands so many UTF-16 code units into the text; None inside a character and beyond the end.

    >>> code_points("a🙂b", 3), code_points("a🙂b", 2)
    (2, None)
    """
    if text.isascii():
        return at if 0 <= at <= len(text) else None
    encoded = text.encode("utf-16-le", "surrogatepass")
    try:
        return len(encoded[: 2 * at].decode("utf-16-le")) if 0 <= 2 * at <= len(encoded) else None
    except UnicodeDecodeError:
        return None


def units(text: str) -> int:
    """The length of a text in UTF-16 code units.

    >>> units("a🙂")
    3
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
