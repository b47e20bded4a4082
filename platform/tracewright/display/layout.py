"""How the shown fields stand: below or beside each other, and how far apart."""

import re
from typing import Any

from tracewright.display.options import option_object
from tracewright.errors import ConfigError
from tracewright.schemes import common
from tracewright.shown import shown

DEFAULT = {"direction": "vertical", "gap": ""}
# The page sets the gap through the style object, which takes nothing but a length; what is none is refused here already.
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(px|rem|em)?")
_MOST = {"px": 200, "rem": 12, "em": 12}


def layout(raw: Any, where: str) -> dict[str, str]:
    """{"direction": "vertical" or "horizontal", "gap": a length in px, rem or em, "" for the page's own}.

    ConfigError or SchemeError names the key at fault.

    >>> layout({"direction": "horizontal", "gap": 16}, "layout")
    {'direction': 'horizontal', 'gap': '16px'}
    """
    given = option_object(raw, where)
    direction = common.one_of_option(given, "direction", ("vertical", "horizontal"), where)
    return {"direction": direction, "gap": _gap(given.get("gap"), f"{where} gap")}


def _gap(value: Any, where: str) -> str:
    if value is None or value == "":
        return ""
    is_length = isinstance(value, int | float | str) and not isinstance(value, bool)
    found = _LENGTH.fullmatch(str(value).strip()) if is_length else None
    unit = (found[2] or "px") if found else "px"
    if not found or float(found[1]) > _MOST[unit]:
        raise ConfigError(where, f"must be a length such as 20px or 1.5rem, up to 200px or 12rem, not {shown(value)}")
    return found[1] + unit
