"""Regular expressions that a config brings: read alike by the server and by the page.

The server searches by RE2, whose time grows with the length of the text and no faster: to Python's own `re` there are patterns
that never end, and a config would stop a server that others share. The page has the browser's RegExp, with the flag "u". What the
two read differently is refused, so that a question is never asked by one of them only.
"""

import re
from functools import lru_cache

import re2

from tracewright.errors import SchemeError
from tracewright.shown import shown

PATTERN_CHARS = 1000

_ESCAPE = r"\\[dDwWtnrfv^$\\.*+?()\[\]{}|/]"
_TOKEN = re.compile(
    rf"""
      (?P<quantifier>[*+?]\??|\{{\d+(?:,\d*)?\}}\??)
    | (?P<assertion>[\^$]|\\[bB])
    | (?P<set>\[\^?+(?:\\[dws](?!-)|\\[tnrfv^$\\.*+?()\[\]{{}}|/-]|[^\\\[\]])+\])
    | (?P<special>\.|\\[sS])
    | (?P<rest>{_ESCAPE}|\((?!\?)|\(\?:|\)|\||[^\\\[\]{{}}()*+?.^$|])
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACES = r" \t\n\r\f\v"
_SPECIAL = {".": r"[^\n]", r"\s": f"[{_SPACES}]", r"\S": f"[^{_SPACES}]"}


def plain_pattern(text: str, where: str) -> str:
    r"""The pattern with what RE2 and RegExp read differently written out. SchemeError for one that either would not take.

    >>> plain_pattern(r"a.b\s", "scheme")
    'a[^\\n]b[ \\t\\n\\r\\f\\v]'
    """
    if len(text) > PATTERN_CHARS:
        raise SchemeError(where, f"has {len(text)} characters; the bound of a pattern is {PATTERN_CHARS}")
    parts, at, before = [], 0, ""
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise SchemeError(
                where, f"has {shown(text[at:])}, which is not taken; docs/reference/schemes.md says what is"
            )
        if token.lastgroup == "quantifier" and before == "assertion":
            raise SchemeError(where, f"repeats a place: {shown(text[at:])}")
        part, at, before = token[0], token.end(), str(token.lastgroup)
        parts.append(part.replace(r"\s", _SPACES) if before == "set" else _SPECIAL.get(part, part))
    plain = "".join(parts)
    try:
        _compiled(plain, True)
    except re2.error as error:
        raise SchemeError(where, f"is no pattern, {shown(text)}: {_words(error)}") from error
    return plain


def is_found(plain: str, text: str, case_sensitive: bool) -> bool:
    """Whether the pattern matches anywhere in the text."""
    # Where capitals do not count, the long s and the sign of Kelvin are an s and a k, which RegExp takes for letters at \b, too.
    read = text if case_sensitive else text.replace("\u017f", "s").replace("\u212a", "k")
    return _compiled(plain, case_sensitive).search(read) is not None


@lru_cache(maxsize=500)
def _compiled(plain: str, case_sensitive: bool) -> "re2._Regexp":
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    return re2.compile(plain, options)


def _words(error: Exception) -> str:
    [words] = error.args
    return words.decode() if isinstance(words, bytes) else str(words)
