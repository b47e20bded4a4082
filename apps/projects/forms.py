from django import forms
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project


class ProjectForm(forms.ModelForm):  # not subscriptable at run time
    class Meta:
        model = Project
        fields = ("name", "guidelines", "overlap", "quota", "strategy", "seed")
        widgets = {"guidelines": forms.Textarea(attrs={"rows": 10, "class": "area-code"})}
        help_texts = {
            "overlap": _(
                "How many people answer each trace; -1 lets everybody answer every trace. "
                "Raising it opens more turns. Lowering it removes only turns nobody has begun."
            ),
            "strategy": _("Which open trace a person gets next."),
            "seed": _("The same number gives the same shuffled order again."),
        }
