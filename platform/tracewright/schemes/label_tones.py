"""The tone of the page that comes next to the colour of a label; labels of one scheme share none while some are left."""

import colorsys
import re
from collections.abc import Mapping, Sequence
from typing import Any

# By hue, in degrees; the page has each as a ground and a line that can be read in the light and in the dark.
TONES = {"blue": 225, "green": 155, "yellow": 42, "pink": 328, "violet": 258, "red": 12}
NAMES = {
    "red": 0, "crimson": 348, "tomato": 9, "orange": 39, "gold": 51, "yellow": 60, "olive": 60, "lime": 120, "green": 120,
    "teal": 180, "turquoise": 174, "cyan": 180, "aqua": 180, "blue": 240, "navy": 240, "skyblue": 197, "indigo": 275,
    "purple": 300, "violet": 300, "magenta": 300, "fuchsia": 300, "pink": 350, "brown": 30,
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_PARTS = re.compile(r"(?:rgba?)?\(?\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\b.*")


def tones(labels: Sequence[Mapping[str, Any]]) -> list[str]:
    """One for each label: those with a colour choose first, the others take what is left, in order.

    >>> tones([{"color": "#cc0000"}, {"color": ""}, {"color": "rgb(0, 0, 250)"}, {"color": "darkred?"}])
    ['red', 'green', 'blue', 'yellow']
    """
    hues = [hue_of(str(label.get("color") or "")) for label in labels]
    chosen: dict[int, str] = {}
    for index, hue in sorted(enumerate(hues), key=lambda each: each[1] is None):
        left = [tone for tone in TONES if tone not in list(chosen.values())] or list(TONES)
        chosen[index] = left[0] if hue is None else min(left, key=lambda tone: _apart(TONES[tone], hue))
        if hue is None and len(chosen) > len(TONES):
            chosen[index] = list(TONES)[index % len(TONES)]
    return [chosen[index] for index in range(len(hues))]


def hue_of(color: str) -> float | None:
    """In degrees; None for a grey and for what is no colour that we know.

    >>> hue_of("#0f0"), hue_of("(0, 0, 255)"), hue_of("orange"), hue_of("#888"), hue_of("dusk")
    (120.0, 240.0, 39.0, None, None)
    """
    text = color.strip().casefold()
    if text in NAMES:
        return float(NAMES[text])
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif found := _PARTS.fullmatch(text):
        parts = [min(255, int(part)) for part in found.groups()]
    else:
        return None
    hue, saturation, _value = colorsys.rgb_to_hsv(*(part / 255 for part in parts))
    return hue * 360 if saturation > 0.1 else None


def _apart(one: float, other: float) -> float:
    around = abs(one - other) % 360
    return min(around, 360 - around)
