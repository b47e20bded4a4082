"""Form fields in the look of the page."""

from django import template
from django.forms import BoundField

register = template.Library()

CLASSES = {"textarea": "area", "select": "select", "checkbox": ""}


@register.filter
def control(field: BoundField) -> str:
    """The field's widget with our classes. Labels stand above a control, so it has no placeholder."""
    own = field.field.widget.attrs.get("class", "")
    classes = f"{CLASSES.get(field.widget_type, 'input')} {own}".strip()
    return field.as_widget(attrs={"class": classes or False, "placeholder": False})
