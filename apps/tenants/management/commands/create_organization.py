from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from apps.tenants import invitations, lookups, services
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope


class Command(BaseCommand):
    help = (
        "Create an organization and print the link with which its owner joins; again for a new link while nobody has."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: /o/SLUG/")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who gets the invitation")
        parser.add_argument("--name", default="", help="its name on pages (the address when not given)")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, email = options["slug"], options["owner"]
        try:
            validate_email(email)
            organization_id = (
                lookups.organization_of_slug(slug) or services.create_organization(slug=slug, name=options["name"]).pk
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with scope(organization_id):
            if Membership.objects.filter(organization_id=organization_id, user__isnull=False).exists():
                raise CommandError(f"The address {slug!r} is taken; choose another.")
            invited = invitations.invite(email=email, role=Role.OWNER, by=None)
        self.stdout.write(f"Organization {slug} is there. Its owner joins with this link:\n{invited.link}")
