"""Writes of a person's own keys. They are the login's: the same in all its organizations, and nobody else's business."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.annotations.keys import ACTIONS, Action, check_key, defaults, keys_of, own_keys
from apps.tenants.models import User


class KeyTaken(Exception):
    """Another action has the key; `swap` would give that one the key of this one, which may be none."""

    def __init__(self, action: Action, instead: str) -> None:
        super().__init__(f"{action.name} has the key")
        self.action, self.instead = action, instead


@transaction.atomic
def set_key(*, by: User, action: str, key: str, swap: bool = False) -> None:
    """Give an action of the annotate page another key, or none.

    Raises ValidationError for an action that is none and for a key that cannot be one, KeyTaken without `swap` when another
    action has it. Only what differs from the defaults is stored.
    """
    if action not in ACTIONS:
        raise ValidationError(_("There is no action “%(action)s”.") % {"action": action[:50]})
    check_key(key)
    person = User.objects.select_for_update().get(pk=by.pk)
    now = keys_of(person)
    own = {**own_keys(person.keys), action: key}
    holder = next((name for name, held in now.items() if key and held == key and name != action), None)
    if holder and not swap:
        raise KeyTaken(ACTIONS[holder], now[action])
    if holder:
        own[holder] = now[action]
    usual = defaults()
    _keep(by, {name: own_key for name, own_key in own.items() if own_key != usual[name]})


@transaction.atomic
def reset_keys(*, by: User) -> None:
    """Every action has the key it comes with."""
    _keep(by, {})


def _keep(person: User, keys: dict[str, str]) -> None:
    person.keys = keys
    person.save(update_fields=["keys"])
