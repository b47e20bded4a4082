from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.tenants import invitations, lookups
from apps.tenants.models import Role
from apps.tenants.scope import scope


class Command(BaseCommand):
    help = "Invite somebody to an organization and print the link with which they join."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", metavar="ORGANIZATION", help="its address: /o/ORGANIZATION/")
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--role", choices=Role.values, default=Role.ANNOTATOR.value, help="%(default)s when not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["organization"]
        organization_id = lookups.organization_of_slug(slug)
        if organization_id is None:
            raise CommandError(f"There is no organization {slug!r}: manage.py create_organization makes one.")
        with scope(organization_id):
            try:
                invitation, link = invitations.invite(email=options["email"], role=Role(options["role"]), by=None)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{invitation.email} joins {slug} as {invitation.role} with this link:\n{link}")
