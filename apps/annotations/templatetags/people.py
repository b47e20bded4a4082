"""What pages about people show of their work; the pages themselves know nothing of answers."""

from collections.abc import Iterable

from django import template

from apps.annotations import linking, people
from apps.tenants.models import Membership

register = template.Library()


@register.simple_tag
def with_work(members: Iterable[Membership]) -> list[people.Work]:
    """Each member with what they have done: {% with_work page as rows %}."""
    return people.work_of(list(members))


@register.simple_tag
def work_by_project(member: Membership) -> list[people.ProjectWork]:
    return people.work_by_project(member)


@register.simple_tag
def link_preview(imported: Membership, person: Membership) -> linking.Preview:
    """What linking them would change: {% link_preview imported chosen as changes %}."""
    return linking.preview(imported, person)
