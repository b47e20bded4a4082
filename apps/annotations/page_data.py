"""Data for the annotate page's scripts as JSON, by msgspec: several times faster on long texts, and what is JSON already
(`msgspec.Raw`) is taken as it is.
"""

from typing import Any

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString

# In JSON these stand in texts only. With them no text ends its element or begins another.
ESCAPED = {b"<": b"\\u003C", b">": b"\\u003E", b"&": b"\\u0026"}
_encoder = msgspec.json.Encoder(enc_hook=DjangoJSONEncoder().default)


def encoded(content: Any) -> bytes:
    return _encoder.encode(content)


def data_script(content: Any, element_id: str) -> SafeString:
    """What Django's json_script gives; its way through each character takes 0.15 s for a map of 10,000 rows."""
    text = encoded(content)
    for sign, escaped in ESCAPED.items():
        text = text.replace(sign, escaped)
    return format_html('<script id="{}" type="application/json">{}</script>', element_id, SafeString(text.decode()))
