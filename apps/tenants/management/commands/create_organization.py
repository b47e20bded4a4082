from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from apps.tenants import lookups, services
from apps.tenants.models import Role
from apps.tenants.scope import scope


class Command(BaseCommand):
    help = "Create an organization and print the link with which its owner joins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: /o/SLUG/")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who gets the invitation")
        parser.add_argument("--name", default="", help="its name on pages (the address when not given)")

    def handle(self, *args: Any, **options: Any) -> None:
        if lookups.organization_of_slug(options["slug"]):
            raise CommandError(f"The address {options['slug']!r} is taken; choose another.")
        try:
            validate_email(options["owner"])
            organization = services.create_organization(slug=options["slug"], name=options["name"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with scope(organization.pk):
            invited = services.invite(email=options["owner"], role=Role.OWNER, by=None)
        self.stdout.write(f"Organization {organization.slug} is there. Its owner joins with this link:\n{invited.link}")
