"""Who the demo organization is made of. The demo listens on the loopback only, so its password may stand here."""

from typing import NamedTuple

from apps.tenants.models import Role

PASSWORD = "trace-by-trace"
ORGANIZATION, NAME = "halden-lab", "Halden Lab"


class Person(NamedTuple):
    email: str
    name: str
    role: Role


PEOPLE = (
    Person("owner@halden.example", "Ines Halden", Role.OWNER),
    Person("manager@halden.example", "Jonas Feld", Role.MANAGER),
    Person("reviewer@halden.example", "Asha Rao", Role.REVIEWER),
    Person("mirela@halden.example", "Mirela Kovač", Role.ANNOTATOR),
    Person("tomas@halden.example", "Tomás Vidal", Role.ANNOTATOR),
    Person("nadia@halden.example", "Nadia Osei", Role.ANNOTATOR),
)
