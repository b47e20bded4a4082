"""A request that is sent twice acts once: its header Idempotency-Key names it, and the second time the first reply is given.

The reply is stored in the transaction of its effect, so that there is never the one without the other, whenever a process
dies. Only replies that tell of an effect (2xx) are kept: a refusal changed nothing, so the same request is simply decided
anew, and may succeed by then; a mended one may go out under its old key.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.tenants import lookups
from apps.tenants.models import IdempotentReply, Membership
from apps.tenants.scope import current, scope
from apps.tenants.sql import first_row
from tracewright.json_text import compact

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_DAYS = 7
AT_ONCE = 1000  # replies dropped by one sweep
BEGIN = """
INSERT INTO tenants_idempotentreply (organization_id, member_id, key, fingerprint, status, body, created_at)
VALUES (%s, %s, %s, %s, 0, NULL, %s) ON CONFLICT (organization_id, member_id, key) DO NOTHING RETURNING id
"""
KEEP = "UPDATE tenants_idempotentreply SET status = %s, body = %s WHERE id = %s"


class Reply(NamedTuple):
    status: int
    body: Any  # JSON


class KeyRefused(Exception):
    """The key cannot be used; nothing was done. `code` is for programs, `text` for people."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


class KeyReused(KeyRefused):
    def __init__(self) -> None:
        text = _("This key was sent with another request before. Choose a new one for each.")
        super().__init__(422, "key_reused", text)


class BadKey(KeyRefused):
    def __init__(self) -> None:
        super().__init__(400, "bad_key", _("The Idempotency-Key must have 1 to 200 visible ASCII characters."))


def once(*, member: Membership, key: str, fingerprint: str, act: Callable[[], Reply]) -> Reply:
    """The reply kept under the member's key, else what `act` replies now; kept with its effect when it is a success.

    A rival with the same key waits until this transaction ends, then finds the reply or acts itself. When `act` raises or
    refuses, whatever it wrote is undone. Raises KeyReused when the key was sent with another request.
    """
    with transaction.atomic():  # with a savepoint: who is told of a refusal reads what is newer afterwards
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        begun = first_row(BEGIN, [current(), member.pk, key, fingerprint, now])
        if begun is None:
            return _kept(member, key, fingerprint)
        reply = act()
        if 200 <= reply.status < 300:
            first_row(KEEP, [reply.status, compact(reply.body), *begun])
        else:
            transaction.set_rollback(True)
        return reply


def _kept(member: Membership, key: str, fingerprint: str) -> Reply:
    kept = IdempotentReply.objects.get(organization_id=current(), member=member, key=key)
    if kept.fingerprint != fingerprint:
        raise KeyReused
    return Reply(kept.status, kept.body)


def kept_reply(*, member: Membership, key: str) -> Reply | None:
    """What the member's request of this key was answered, when it had an effect."""
    kept = IdempotentReply.objects.filter(member=member, key=key, status__gte=200).first()
    return Reply(kept.status, kept.body) if kept else None


def replayed(request: Any) -> HttpResponse | None:
    """The reply to a request that acted before; None for a new one, also for a key that will be refused.

    For a view that checks much before it acts, when it finds faults: what was taken once is not refused later, by rules that
    may be others now.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    try:
        asked = _fingerprint(request)  # also for a new one: DRF reads the body only once, unless it was read before
    except KeyRefused:  # as `idempotent` will say
        return None
    rows = IdempotentReply.objects.filter(member=request.membership, key=key, fingerprint=asked, status__gte=200)
    kept = rows.first()
    return _again(Reply(kept.status, kept.body)) if kept else None


def idempotent(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view of a member that answers JSON, Django's or DRF's: a request with the header acts once.

    A Django view answers a refused key itself, as {"error": "..."}; in DRF the exception goes on to its handler. Of a kept
    reply status and body are given again, and the header Idempotent-Replayed.
    """

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(request, *args, **kwargs)
        try:
            return _answered(request, key, lambda: view(request, *args, **kwargs))
        except KeyRefused as error:
            if not isinstance(request, HttpRequest):
                raise
            return JsonResponse({"error": error.text}, status=error.status)

    return answered


def _answered(request: Any, key: str, view: Callable[[], Any]) -> Any:
    if not KEY.fullmatch(key):
        raise BadKey
    fresh = None

    def act() -> Reply:
        nonlocal fresh
        fresh = view()
        return Reply(fresh.status_code, _body_of(fresh))

    reply = once(member=request.membership, key=key, fingerprint=_fingerprint(request), act=act)
    return _again(reply) if fresh is None else fresh


def _fingerprint(request: Any) -> str:
    """The same for two requests that ask for the same. Raises KeyRefused for a form with files, which is read as it comes."""
    head = json.dumps([request.method, request.get_full_path()]).encode()
    try:
        return hashlib.sha256(head + request.body).hexdigest()
    except RawPostDataException as error:
        raise KeyRefused(400, "not_json", _("The body must be a JSON object.")) from error


def _body_of(response: Any) -> Any:
    if hasattr(response, "data"):  # DRF's, not rendered yet
        return response.data
    return json.loads(response.content) if response.content else None


def _again(reply: Reply) -> HttpResponse:
    headers = {REPLAYED: "true"}
    if reply.body is None:
        return HttpResponse(status=reply.status, headers=headers)
    return JsonResponse(reply.body, status=reply.status, headers=headers, safe=False)


def drop_old_replies() -> int:
    """Forget replies after KEPT_DAYS, some at a time; how many. The sweeper of every worker calls it, outside any scope."""
    moment = timezone.now() - timedelta(days=KEPT_DAYS)
    dropped = 0
    for organization_id in lookups.organizations_with_old_replies(moment, AT_ONCE):
        with scope(organization_id):
            old = IdempotentReply.objects.filter(organization_id=organization_id, created_at__lt=moment)
            some = list(old.values_list("pk", flat=True)[:AT_ONCE])
            dropped += IdempotentReply.objects.filter(pk__in=some).delete()[0]
    return dropped
