"""Model fields that every app may use."""

import json
from typing import Any

from django.db import models

from tracewright.json_text import compact


class JsonText(models.TextField):
    """JSON that comes back as it was given: as text, because PostgreSQL's jsonb sorts the keys of objects.

    For what people wrote and configured, which exports show again in its order. Not to be queried inside.
    """

    # What django-stubs takes as the types of an assigned and a read value.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else compact(value)

    def value_to_string(self, obj: models.Model) -> str:
        return compact(self.value_from_object(obj))
