"""The keys of who looks at the page, by `own_keys` of its context; the ones that everybody begins with where it has none."""

from typing import Any

from django import template
from django.template import Context

from apps.annotations.keys import ACTIONS, key_caps, key_name

register = template.Library()


@register.inclusion_tag("annotations/_key.html", takes_context=True)
def key(context: Context, action: str) -> dict[str, Any]:
    """What is to be pressed for the action; nothing where it has no key."""
    return {"caps": key_caps(_key(context, action))}


@register.simple_tag(takes_context=True)
def key_of(context: Context, action: str) -> str:
    """The same as text: "Alt+S", "" where it has none."""
    return key_name(_key(context, action))


@register.simple_tag(takes_context=True)
def with_key(context: Context, action: str, words: str) -> str:
    """The title of a button: "Edit this step (e)"."""
    name = key_of(context, action)
    return f"{words} ({name})" if name else words


def _key(context: Context, action: str) -> str:
    own: dict[str, str] = context.get("own_keys") or {}
    return own.get(action, ACTIONS[action].key)
