from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.tenants import lookups, services
from apps.tenants.models import Membership, Role
from apps.tenants.scope import current, scope


class Command(BaseCommand):
    help = "Make an API token for a member, or for a script, which becomes a member without a login. It is printed this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", metavar="ORGANIZATION", help="its address: /o/ORGANIZATION/")
        parser.add_argument("member", metavar="MEMBER", help="a public name; a new one makes a member without a login")
        parser.add_argument(
            "--role", choices=Role.values, help=f"of a new member; {Role.ANNOTATOR.value} when not given"
        )
        parser.add_argument("--name", default="command line", help="what the token is for, as its list shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["organization"]
        organization_id = lookups.organization_of_slug(slug)
        if organization_id is None:
            raise CommandError(f"There is no organization {slug!r}: manage.py create_organization makes one.")
        with scope(organization_id):
            try:
                member = _member(options["member"], options["role"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            _token, secret = services.issue_token(membership=member, name=options["name"], by=None)
        self.stderr.write(f"{member.public_name} is {member.role} of {slug}; this token acts as it:")
        self.stdout.write(secret)


def _member(public_name: str, role: str | None) -> Membership:
    held = Membership.objects.filter(organization_id=current(), public_name=public_name).first()
    if held is None:
        return services.add_member(user=None, role=Role(role or Role.ANNOTATOR), public_name=public_name, by=None)
    if role not in (None, held.role):
        raise CommandError(f"{public_name} is {held.role}, and a token never goes beyond that: leave --role out.")
    return held
