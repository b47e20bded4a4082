"""What becomes of a person's own keys when an action gets another one; `tenants.services.change_keys` stores it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.annotations.keys import ACTIONS, Action, check_key, defaults, keys_of, own_keys


class KeyTaken(Exception):
    """Another action has the key; `swap` would give that one the key of this one, which may be none."""

    def __init__(self, action: Action, instead: str) -> None:
        super().__init__(f"{action.name} has the key")
        self.action, self.instead = action, instead


def remapped(stored: Mapping[str, str], *, action: str, key: str, swap: bool = False) -> dict[str, str]:
    """What is to be stored instead: only what differs from the defaults.

    Raises ValidationError for an action that is none and for a key that cannot be one, KeyTaken without `swap` when another
    action has it.
    """
    if action not in ACTIONS:
        raise ValidationError(_("There is no action “%(action)s”.") % {"action": action[:50]})
    check_key(key)
    now = keys_of(stored)
    own = {**own_keys(stored), action: key}
    holder = next((name for name, held in now.items() if key and held == key and name != action), None)
    if holder and not swap:
        raise KeyTaken(ACTIONS[holder], now[action])
    if holder:
        own[holder] = now[action]
    usual = defaults()
    return {name: own_key for name, own_key in own.items() if own_key != usual[name]}
