"""The e-mail to the managers when somebody says that a trace contains a secret. It names the trace, never what was found."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse

from apps.assignments.models import Flag
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import current

logger = logging.getLogger(__name__)


def tell_managers(flag: Flag) -> None:
    """Mail each manager and owner who can act, when the flag is committed; whatever is wrong with the mail, the flag stands."""
    managers = Membership.objects.filter(
        organization_id=current(), role__in=(Role.MANAGER, Role.OWNER), paused=False, user__is_active=True
    )
    addresses = list(managers.exclude(pk=flag.member_id).values_list("user__email", flat=True))
    organization = Organization.objects.get(pk=current())
    page = reverse("assignments:flags", args=(organization.slug, flag.project.slug))
    context = {
        "flag": flag,
        "organization": organization.name,
        "link": f"{settings.SITE_URL}/{page.removeprefix(get_script_prefix())}#flag-{flag.pk}",
    }
    subject = " ".join(render_to_string("assignments/email/secret_subject.txt", context).split())
    text = render_to_string("assignments/email/secret.txt", context)
    # One message each: nobody is shown the addresses of the others.
    mails = [EmailMessage(subject, text, None, [address]) for address in addresses]
    transaction.on_commit(lambda: _send(flag.pk, mails), robust=True)


def _send(flag: int, mails: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(mails)
    except OSError as error:  # smtplib's own are among them
        logger.error("the managers were not mailed of flag %s, it stands all the same: %s", flag, error)
