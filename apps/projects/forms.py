from django import forms

from apps.projects.models import Project


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Project
        fields = ("name", "guidelines", "overlap", "quota", "strategy", "seed")
        widgets = {"guidelines": forms.Textarea(attrs={"rows": 10, "class": "area area-code"})}
