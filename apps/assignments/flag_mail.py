"""The e-mail to the managers when somebody says that a trace contains a secret. It names the trace, never what was found."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse

from apps.assignments.models import Flag
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import current

logger = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(hours=1)


def tell_managers(flag: Flag) -> None:
    """Mail each manager and owner who can act, when the flag is committed; whatever is wrong with the mail, the flag stands.

    Who flags and withdraws in turn is told of once in AGAIN_AFTER.
    """
    before = Flag.objects.filter(trace=flag.trace_id, member=flag.member_id, reason=flag.reason, state="withdrawn")
    if before.filter(created_at__gt=flag.created_at - AGAIN_AFTER).exists():
        return
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
        with get_connection() as connection:
            for mail in mails:
                try:
                    connection.send_messages([mail])
                except SMTPException as error:  # an address that is refused keeps the mail from no other
                    logger.error("a manager was not mailed of flag %s: %s", flag, error)
    except OSError as error:
        logger.error("the managers were not mailed of flag %s, it stands all the same: %s", flag, error)
