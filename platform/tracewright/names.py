"""People's names: what of them can be seen."""

import re
import unicodedata

# Control characters, marks of direction, spaces without width: a name could look like a colleague's, or like nothing.
# Joiners (U+200C, U+200D) stay: Persian and some signs are written with them.
INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing


def visible(name: str) -> str:
    """The name without what cannot be seen in it, and without space around it; "" when nothing can be seen at all.

    >>> visible(" Mire\\u202ela "), visible(" \\u200b\\u3164 ")
    ('Mirela', '')
    """
    shows = any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANKS for sign in name)
    return INVISIBLE.sub("", name).strip() if shows else ""
