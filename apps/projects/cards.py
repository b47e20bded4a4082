"""Cards of the project page. Later apps register theirs in AppConfig.ready; the page knows only this list."""

from typing import NamedTuple

from django.utils.functional import Promise

from apps.tenants.models import Role


class Card(NamedTuple):
    """A fragment that the page fetches by itself: `url_name` takes the organization's and the project's address."""

    title: str | Promise
    url_name: str
    least: Role


CARDS: list[Card] = []


def register(card: Card) -> None:
    if card not in CARDS:
        CARDS.append(card)
