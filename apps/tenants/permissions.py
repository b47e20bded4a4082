"""What a role may do to a kind of row in the organization's admin. Pages ask `least(role)` instead (tenants.http)."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from apps.tenants.models import Membership, Role, User
from apps.tenants.scope import NoTenant, current
from apps.tenants.sql import Compiled

USER = Compiled(lambda pk: User.objects.filter(pk=pk))
# Whom the middleware read with the membership: the person whose id the session says, before Django has checked that session.
arriving: ContextVar[User | None] = ContextVar("arriving", default=None)

# The least role for each verb of Django's permissions; a row here is for one model, "" for all others.
LEAST: dict[str, dict[str, Role]] = {
    "": {"view": Role.REVIEWER, "add": Role.MANAGER, "change": Role.MANAGER, "delete": Role.OWNER},
    "tenants.membership": {"view": Role.REVIEWER, "change": Role.MANAGER},
    "tenants.auditevent": {"view": Role.MANAGER},
    "tenants.apitoken": {"view": Role.OWNER, "delete": Role.OWNER},
    "assignments.flag": {"view": Role.MANAGER},
    "tenants.invitation": {"view": Role.MANAGER, "add": Role.MANAGER, "delete": Role.MANAGER},
}


class MembershipBackend(AuthenticationBackend):
    """Logs in by e-mail and password (allauth); permissions come from User.has_perm, that is from `may`."""

    def get_user(self, user_id: int) -> User | None:
        """Asked by every request that has a session."""
        known = arriving.get()
        user = known if known and known.pk == user_id else next(iter(USER(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None


def role_of(user: Any) -> Role | None:
    """As what the user acts in the organization in scope; None outside any scope and for strangers."""
    try:
        organization_id = current()
    except NoTenant:
        return None
    held = getattr(user, "_role_in", (None, None))
    if held[0] != organization_id:
        rows = Membership.objects.filter(organization_id=organization_id, user_id=user.pk)
        member = rows.only("role", "paused").first()
        held = user._role_in = (organization_id, member.acts_as if member else None)
    return held[1]


def may(user: Any, perm: str) -> bool:
    """Whether the user may do `perm` ("tenants.change_membership") here.

    Inside an organization the role decides; outside, superusers may everything that has no tenant.
    """
    role = role_of(user)
    if role is None:
        return bool(user.is_superuser) and not _in_scope()
    app_label, _, action = perm.partition(".")
    verb, _, model = action.partition("_")
    table = LEAST.get(f"{app_label}.{model}", LEAST[""])
    return verb in table and role.reaches(table[verb])


def _in_scope() -> bool:
    try:
        current()
    except NoTenant:
        return False
    return True
