"""What a submit still needs, in words and with the place to jump to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tracewright.schemes import Missing


def in_words(scheme: str, config: Mapping[str, Any], gap: Missing) -> dict[str, str]:
    """One entry of the page's list: {"scheme": "fix", "at": "0:/action", "code": "reason", "text": "Say why ..."}."""
    step, _colon, pointer = gap.at.partition(":")
    names = {
        "step": int(step) + 1 if step.isdecimal() else step,
        "field": pointer.strip("/"),
        "name": config["description"],
    }
    texts = {
        "answer": _("Answer “%(name)s”.") % names,
        "reason": _("Say why you changed step %(step)s, %(field)s.") % names,
        "min_chars": _("Write more under “%(name)s”.") % names,
    }
    return {"scheme": scheme, "at": gap.at, "code": gap.code, "text": texts[gap.code]}
