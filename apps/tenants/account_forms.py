"""The forms of django-allauth that we show, with the labels of our other pages (settings.ACCOUNT_FORMS)."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _


class OurLabels:
    labels: ClassVar = {
        "email": _("E-mail"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)


class ChangePassword(OurLabels, ChangePasswordForm):
    pass


class ResetPassword(OurLabels, ResetPasswordForm):
    pass


class ResetPasswordFromKey(OurLabels, ResetPasswordKeyForm):
    pass
