"""The page where people give the actions of the annotate page their own keys; htmx brings what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.annotations import remapping
from apps.annotations.keys import ACTIONS, GROUPS, key_caps, key_name, keys_of
from apps.tenants import services
from apps.tenants.http import PersonRequest


@dataclass(frozen=True)
class Row:
    name: str
    title: Promise
    caps: list[str]
    default: str  # as it is stored
    default_name: str
    is_own: bool


@require_safe
@login_required
def keys(request: PersonRequest) -> HttpResponse:
    """`from` is the annotate page somebody came from, and goes back to: with the keys as they are then."""
    came_from = request.GET.get("from", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        came_from = ""
    return render(request, "annotations/keys.html", {"groups": _groups(request.user.keys), "came_from": came_from})


@require_POST
@login_required
def set_key(request: PersonRequest) -> HttpResponse:
    """All keys as they are now; or into the dialog why not, with the offer to swap when another action has the key."""
    action, key = request.POST.get("action", ""), request.POST.get("key", "")
    try:
        change = partial(remapping.remapped, action=action, key=key, swap=request.POST.get("swap") == "1")
        services.change_keys(by=request.user, change=change)
    except ValidationError as error:
        return _refused(request, " ".join(error.messages))
    except remapping.KeyTaken as taken:
        return _taken(request, taken, key)
    title = str(ACTIONS[action].title)
    if key:
        return _list(request, _("%(action)s: the key is %(key)s now.") % {"action": title, "key": key_name(key)})
    return _list(request, _("%(action)s has no key now.") % {"action": title})


@require_POST
@login_required
def reset(request: PersonRequest) -> HttpResponse:
    services.change_keys(by=request.user, change=lambda _before: {})
    return _list(request, _("Every action has the key it comes with."))


def _list(request: PersonRequest, said: str) -> HttpResponse:
    answer = render(request, "annotations/_keys.html", {"groups": _groups(request.user.keys), "said": said})
    answer["HX-Trigger-After-Swap"] = "key-kept"
    return answer


def _taken(request: PersonRequest, taken: remapping.KeyTaken, key: str) -> HttpResponse:
    words = {"key": key_name(key), "action": str(taken.action.title), "instead": key_name(taken.instead)}
    offer = _("Swap: that one gets %(instead)s") if taken.instead else _("Take it: that one has no key then")
    return _refused(request, _("%(key)s is the key of “%(action)s”.") % words, offer % words)


def _refused(request: PersonRequest, problem: str, offer: str = "") -> HttpResponse:
    """200, because htmx shows no other."""
    answer = render(request, "annotations/_key_refused.html", {"problem": problem, "offer": offer})
    answer["HX-Retarget"] = "#key-refusal"
    answer["HX-Trigger-After-Swap"] = "key-refused"
    return answer


def _groups(stored: Mapping[str, str]) -> list[tuple[Promise, list[Row]]]:
    own = keys_of(stored)
    return [
        (
            title,
            [
                Row(a.name, a.title, key_caps(own[a.name]), a.key, key_name(a.key), is_own=own[a.name] != a.key)
                for a in actions
            ],
        )
        for title, actions in GROUPS
    ]
