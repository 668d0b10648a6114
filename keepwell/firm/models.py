from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepwell.firm.rules import MANAGERS, Role
from keepwell.kernel.ids import uuid7
from keepwell.kernel.models import Noun


class Firm(models.Model):
    """Who “we” are. There is exactly one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("name of the firm"), max_length=200)
    domains = models.JSONField(_("our mail domains"), default=list, blank=True)
    free_mail_domains = models.JSONField(
        _("further free mail domains"), default=list, blank=True
    )
    machine_addresses = models.JSONField(
        _("addresses that are nobody"), default=list, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.CharField(_("country, for holidays"), max_length=2, default="", blank=True)
    region = models.CharField(_("region, for holidays"), max_length=10, default="", blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    cadence_days = models.PositiveSmallIntegerField(_("usual days between touches"), default=30)
    is_sample = models.BooleanField(default=False)
    founded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="firm_there_is_one",
                condition=Q(id=1),
                violation_error_message=_("There is one firm in each Keepwell."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class WorkingHours(models.Model):
    """One stretch of a weekday in which the firm works (0 = Monday), in the firm's zone."""

    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens_at = models.TimeField(_("from"))
    closes_at = models.TimeField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_close_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Working hours must end after they begin."),
            ),
            models.UniqueConstraint(fields=["weekday", "opens_at"], name="hours_once"),
        ]


class Holiday(models.Model):
    """A day the firm is closed, or open although its country keeps a holiday."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_closed = models.BooleanField(_("the firm is closed"), default=True)


class Team(Noun):
    """Teammates who share a book of relationships."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class TeammateQuerySet(models.QuerySet["Teammate"]):
    def working_here(self) -> "TeammateQuerySet":
        """Those who have not left."""
        return self.filter(is_active=True)

    def managing(self) -> "TeammateQuerySet":
        """Partners and administrators."""
        return self.filter(role__in=sorted(MANAGERS))

    def able_to_sign_in(self) -> "TeammateQuerySet":
        """Those with a password, or who came in by the firm's own account before."""
        has_password = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.working_here().filter(has_password | Q(last_login__isnull=False))


class TeammateManager(BaseUserManager["Teammate"].from_queryset(TeammateQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Teammate":
        found: Teammate = self.get(email__iexact=username or "")
        return found


class Teammate(AbstractBaseUser):
    """Someone on our side. Never called a user: here a user uses a product.

    A teammate who has left keeps a row, so that what they did keeps its name. `role_chosen_at`
    says that a person chose the role by hand, so that no import changes it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(
        _("role"),
        max_length=20,
        default=Role.ADVISER,
        choices=[(r.value, r.value) for r in Role],
    )
    role_chosen_at = models.DateTimeField(null=True, blank=True)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    joined_on = models.DateField(_("since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    is_active = models.BooleanField(_("works here"), default=True)
    language = models.CharField(_("language"), max_length=10, default="", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="", blank=True)
    theme = models.CharField(_("light or dark"), max_length=10, default="", blank=True)
    created_at = models.DateTimeField()

    objects = TeammateManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_manager(self) -> bool:
        """Whether this teammate sees the whole book and approves."""
        return self.role in MANAGERS


class TeammateAlias(models.Model):
    """How another tool names a teammate: its id there, a further name or address."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="aliases")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="alias_names_one")
        ]


class Invitation(Noun):
    """A place kept for a teammate until they set a password."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Teammate, models.PROTECT, related_name="+", null=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Absence(Noun):
    """Days a teammate is away, and who covers. `ends_on` is the first day back."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("first day back"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    covered_by = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="covering", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The first day back comes after the first day away."),
            )
        ]


class AccessToken(Noun):
    """With it a program acts as its teammate, within its scopes; only its digest is kept."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=120)
    prefix = models.CharField(max_length=12)
    secret_digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a write was answered, so that the same asked again is done once.

    `asker_id` is a token or, for a browser, a teammate. It is written in the transaction of
    the write itself: there is no answer without its deed, and no deed without its answer.
    """

    asker_id = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    asked_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker_id", "key"], name="answer_once_per_key")
        ]


class Allowance(models.Model):
    """How many requests of one minute the workers have taken for an asker so far."""

    asker_id = models.UUIDField()
    minute = models.BigIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker_id", "minute"], name="allowance_once")
        ]
