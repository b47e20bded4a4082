"""Who may: people, organizations, memberships with a role, invitations, API tokens, the audit trail, and kept replies."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.tenants.fields import JsonText
from tracewright.names import visible


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A login. Global, the one table of ours without an organization; only apps.tenants reads it."""

    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(_("superuser"), default=False, help_text=_("May open the pages under /admin/."))
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # By action of the annotate page the key the person gave it, where it is not the default: {"next": "h", "mark": ""}.
    keys = models.JSONField(_("keys"), default=dict, blank=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def is_staff(self) -> bool:
        """Asked by unfold's templates only; who may open which admin is decided by the sites (apps.tenants.sites)."""
        return self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        from apps.tenants.permissions import may  # permissions read this module

        return self.is_active and may(self, perm)

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(f"{app_label}.view_")


class Organization(models.Model):
    """A tenant. Walled by its own id: creating one needs the scope of the id it will get (services.create_organization)."""

    slug = models.SlugField(
        _("address"),
        max_length=50,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9](?:-?[a-z0-9])*$", _("Lower case letters, digits and single hyphens."))],
    )
    name = models.CharField(_("name"), max_length=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row of one organization. Its migration ends with `TenantWall`, which makes its foreign keys composite."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)

    class Meta:
        abstract = True


class Role(models.TextChoices):
    """From the one who may everything to the one who annotates; `rank` orders them."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    REVIEWER = "reviewer", _("Reviewer")
    ANNOTATOR = "annotator", _("Annotator")

    @property
    def rank(self) -> int:
        return len(Role) - list(Role).index(self)

    def reaches(self, least: Role) -> bool:
        """Whether this role may what `least` may.

        >>> Role.MANAGER.reaches(Role.REVIEWER), Role.ANNOTATOR.reaches(Role.REVIEWER)
        (True, False)
        """
        return self.rank >= least.rank


class Membership(TenantModel):
    """A person, or a machine, in an organization. Without a user it cannot log in (imported annotators, machines).

    The public name is what exports and colleagues see; the e-mail address never leaves this table.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+", editable=False, verbose_name=_("login")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.ANNOTATOR)
    public_name = models.CharField(_("public name"), max_length=100)
    contact = models.EmailField(_("contact address"), blank=True)
    paused = models.BooleanField(
        _("paused"),
        default=False,
        help_text=_("A paused person keeps their work, gets no new, and may do no more than an annotator."),
    )
    # Of an imported annotator: what the stored answers call it, whatever its public name is by now; "" for all others.
    imported_name = models.CharField(_("name in imports"), max_length=100, blank=True, editable=False)
    # Of an imported annotator who is known to be this person: the work is theirs, the row stays as what imports look up.
    linked_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("linked to")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ("public_name",)
        constraints = (
            models.UniqueConstraint(fields=["organization", "user"], name="membership_of_user"),
            models.UniqueConstraint(fields=["organization", "public_name"], name="membership_name"),
            models.UniqueConstraint(
                fields=["organization", "imported_name"], condition=~Q(imported_name=""), name="membership_of_import"
            ),
        )

    def __str__(self) -> str:
        return self.public_name

    def clean(self) -> None:
        seen = visible(self.public_name)
        if self.public_name and (not seen or seen != self.public_name.strip()):
            raise ValidationError({"public_name": _("The name has characters that cannot be seen. Type it anew.")})

    @property
    def acts_as(self) -> Role:
        """What they may at present: whoever is paused may finish what they began, as an annotator, and steers nothing."""
        return Role.ANNOTATOR if self.paused else Role(self.role)

    def reaches(self, least: Role) -> bool:
        return self.acts_as.reaches(least)

    def may_invite(self, role: Role) -> bool:
        may_sign_in = self.user is not None and self.user.is_active
        return may_sign_in and self.reaches(Role.MANAGER) and self.reaches(role)

    @property
    def initials(self) -> str:
        """Two letters for the round badge.

        >>> Membership(public_name="Mirela Kovač").initials, Membership(public_name="annotator-07").initials
        ('MK', 'A7')
        """
        words = self.public_name.replace("-", " ").replace("_", " ").replace(".", " ").split()
        letters = [words[0][0], words[-1].lstrip("0")[:1] if len(words) > 1 else words[0][1:2]] if words else ["?"]
        return "".join(letters).upper()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither used nor taken back; its time may be over."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(TenantModel):
    """A link that makes its holder a member; only the link's hash is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.ANNOTATOR)
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)  # also when a newer one replaced it
    # Whoever accepts is this imported annotator and gets its work.
    imported = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("is")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at < timezone.now()

    @property
    def is_backed(self) -> bool:
        """Whether its inviter could make it today; the command line always could."""
        return self.invited_by is None or self.invited_by.may_invite(Role(self.role))

    @property
    def is_valid(self) -> bool:
        """Whether its link lets somebody in. Asks for the inviter and their login."""
        return not (self.accepted_at or self.revoked_at or self.is_expired) and self.is_backed


class ApiToken(TenantModel):
    """A secret that acts as its membership, never above its role; shown once, kept as a hash."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name


class AuditEvent(TenantModel):
    """Who did what to which row. Written by services and the admin, changed by nobody."""

    class Verb(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    verb = models.CharField(_("what"), max_length=10, choices=Verb.choices)
    model = models.CharField(_("kind of row"), max_length=100)  # "tenants.membership"
    object_id = models.BigIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=200)  # as it was called then
    details = models.JSONField(_("details"), default=list)  # names of the changed fields: ["role", "paused"]
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["organization", "model", "object_id"], name="audit_of_object"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.model} {self.object_id}"


class IdempotentReply(TenantModel):
    """What a request with an Idempotency-Key was answered, for when it is sent again (apps.tenants.idempotency)."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)  # as the client chose it: "5d0c2f0e-8b0f-4a53-a2a1-6a3f3c8f9d11"
    fingerprint = models.CharField(max_length=64)  # sha256 of the request that it was first sent with
    status = models.PositiveSmallIntegerField(default=0)  # 0 only inside the transaction that is still acting
    # As it was sent: {"next": "/o/acme/p/weather/annotate/8/", "list": "/o/acme/p/weather/annotate/"}
    body = JsonText(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kept reply")
        verbose_name_plural = _("kept replies")
        constraints = (models.UniqueConstraint(fields=["organization", "member", "key"], name="reply_to_key"),)
        indexes = (models.Index(fields=["created_at"], name="reply_age"),)
