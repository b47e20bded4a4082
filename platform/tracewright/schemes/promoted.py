"""Errors that people described in words of their own, and which kind of the taxonomy these words mean since.

Whoever leads the words of many people into the taxonomy lists them under `promoted_others`. An answer that says them again
means the same, and the words are kept with it, so that it can be read without the list, too.
"""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes import common
from tracewright.shown import shown

OPTION = "promoted_others"
CHOSEN = ("error_type", "error_subtype")


def folded(words: str) -> str:
    """What words have in common that differ in case and blanks only.

    >>> folded(" Edits the  WRONG file\\n")
    'edits the wrong file'
    """
    return " ".join(words.split()).casefold()


def promoted_option(raw: Mapping[str, Any], error_types: list[dict[str, Any]], where: str) -> dict[str, Any]:
    """{"promoted_others": [{"text": words, "error_type": name, "error_subtype": name or ""}]}; nothing where there are none."""
    entries = raw.get(OPTION)
    if entries is None:
        return {}
    if not isinstance(entries, list):
        raise SchemeError(f"{where} {OPTION}", f"must be a list, not {shown(entries)}")
    subtypes = {error_type["name"]: error_type["subtypes"] for error_type in error_types}
    found = [_entry(entry, subtypes, f"{where} {OPTION}[{index}]") for index, entry in enumerate(entries)]
    common.refuse_doubles((folded(entry["text"]) for entry in found), f"{where} {OPTION}")
    return {OPTION: found}


def promoted(config: Mapping[str, Any], words: str) -> dict[str, str]:
    """Those of `error_type` and `error_subtype` that the words mean; nothing for words that nobody promoted."""
    entries = config.get(OPTION) if words else None
    if not entries:
        return {}
    key = folded(words)
    found: Mapping[str, str] = next((entry for entry in entries if folded(entry["text"]) == key), {})
    return {part: found[part] for part in CHOSEN if found.get(part)}


def _entry(entry: Any, subtypes: Mapping[str, list[str]], where: str) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise SchemeError(where, f"must have text and error_type, not {shown(entry)}")
    text = common.text_option(entry, "text", "", where, is_needed=True)
    error_type = common.text_option(entry, "error_type", "", where, is_needed=True)
    subtype = common.text_option(entry, "error_subtype", "", where)
    if error_type not in subtypes:
        raise SchemeError(f"{where} error_type", f"has {shown(error_type)}, which is none of error_types")
    if subtype and subtype not in subtypes[error_type]:
        raise SchemeError(f"{where} error_subtype", f"has {shown(subtype)}, which is no subtype of {shown(error_type)}")
    return {**entry, "text": text, "error_type": error_type, "error_subtype": subtype}
