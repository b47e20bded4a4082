from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Invitation, Membership, Role, User
from tracewright.names import visible


class AcceptInvitationForm(forms.Form):
    """The name others see, and for a new login its password."""

    public_name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Colleagues and exports see this name, never your e-mail address."),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=password_validators_help_text_html(),
    )

    def __init__(self, *args: object, invitation: Invitation, user: User | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.invitation = invitation
        if imported := invitation.imported:
            self.fields["public_name"].initial = imported.imported_name
        if user:  # signed in already: the password is known
            del self.fields["password"]

    def clean_public_name(self) -> str:
        name: str = self.cleaned_data["public_name"].strip()
        if visible(name) != name:
            raise ValidationError(_("The name has characters that cannot be seen. Type it anew."))
        others = Membership.objects.filter(organization_id=self.invitation.organization_id, public_name=name)
        if imported := self.invitation.imported:
            others = others.exclude(pk=imported.pk)  # whose name is theirs to take
        if others.exists():
            raise ValidationError(_("Somebody here has this name already. Add a letter or two."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.invitation.email))
        return password


class RoleForm(forms.Form):
    """A role up to one's own."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, by: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = [role for role in reversed(Role) if by.reaches(role)]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "role")
