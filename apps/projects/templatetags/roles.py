"""What a role may, asked in templates: {% if request.membership|reaches:"manager" %}."""

from django import template

from apps.tenants.models import Membership, Role

register = template.Library()


@register.filter
def reaches(membership: Membership, least: str) -> bool:
    return membership.reaches(Role(least))


@register.filter
def role_label(role: str) -> str:
    """The name of a role for people: "manager" reads "Manager"."""
    return str(Role(role).label)
