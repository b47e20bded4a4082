"""The organization of a local server and whom it belongs to."""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from apps.tenants import lookups
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from apps.tenants.services import add_member, create_login, create_organization
from server.local import CannotServe

PASSWORD_BYTES = 9  # 72 bits in twelve signs


def organization_of(slug: str) -> int:
    """The organization's id; it is made when there is none."""
    return lookups.organization_of_slug(slug) or create_organization(slug=slug, name=slug.title()).pk


def make_owner(organization_id: int, email: str) -> str:
    """The password of the first login, which may everything; "" when somebody can sign in already."""
    with scope(organization_id), transaction.atomic():
        if Membership.objects.filter(organization_id=organization_id, user__isnull=False).exists():
            return ""
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        try:
            validate_email(email)
            login = create_login(email=email, password=password)
        except ValidationError as error:
            raise CannotServe(f"--email {email}: {' '.join(error.messages)}") from error
        except IntegrityError as error:
            raise CannotServe(f"There is a login {email} already; give another by --email.") from error
        add_member(user=login, role=Role.OWNER, public_name="Owner", by=None)
        return password
