from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.parties.rules.reasons import in_one_sentence


class Nature(models.TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class PartyQuerySet(models.QuerySet["Party"]):
    def present(self) -> Self:
        """Neither in the trash nor merged into another."""
        return self.filter(trashed_at=None, merged_into=None)


_PRESENT = Q(trashed_at__isnull=True, merged_into__isnull=True)


class Party(Noun):
    """A person or an organisation the firm knows of."""

    nature = models.CharField(_("nature"), max_length=12, choices=Nature)
    name = models.CharField(_("name"), max_length=300)
    sort_name = models.CharField(max_length=300, default="")
    given_name = models.CharField(_("given name"), max_length=150, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=150, blank=True, default="")
    honorific = models.CharField(_("title"), max_length=60, blank=True, default="")
    search_text = models.TextField(default="", blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=120, blank=True, default="")
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    source = models.CharField(_("how they came"), max_length=120, blank=True, default="")
    about = models.TextField(_("about"), blank=True, default="")
    birth_date = models.DateField(_("birthday"), null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="+", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="absorbed",
        null=True,
        blank=True,
        db_index=False,
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "id"], name="party_by_name", condition=_PRESENT),
            models.Index(
                fields=["-created_at", "-id"], name="party_newest", condition=_PRESENT
            ),
            models.Index(
                fields=["merged_into"],
                name="party_merged",
                condition=Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["-trashed_at"],
                name="party_trash",
                condition=Q(trashed_at__isnull=False),
            ),
            models.Index(
                fields=["-changed_at", "-id"], name="party_changed", condition=_PRESENT
            ),
            models.Index(Lower("industry"), name="party_industry", condition=_PRESENT),
            models.Index(Lower("source"), name="party_source", condition=_PRESENT),
            models.Index(
                fields=["birth_date"],
                name="party_birthday",
                condition=Q(birth_date__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="party_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("A party needs a name."),
            ),
            models.CheckConstraint(
                name="party_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                violation_error_message=_("A party cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.nature == Nature.PERSON


class NameKind(models.TextChoices):
    USUAL = "usual", _("usual name")
    LEGAL = "legal", _("legal name")
    TRADE = "trade", _("trade name")
    FORMER = "former", _("former name")
    BIRTH = "birth", _("name at birth")
    ALIAS = "alias", _("also known as")
    NICKNAME = "nickname", _("nickname")
    NATIVE = "native", _("in their own script")


class PartyName(models.Model):
    """One of the names of a party; all of them are searched and matched.

    Here and below the party has no index of its own where one of a rule begins with it.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="names", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.USUAL)
    text = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300)
    source = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "text"],
                name="name_once_per_party",
                violation_error_message=_("This name is already there."),
            )
        ]
        indexes = [
            models.Index(
                fields=["folded"], name="name_folded", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.text


class ContactKind(models.TextChoices):
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    LINK = "link", _("link")
    DOMAIN = "domain", _("mail domain")


class ContactPoint(models.Model):
    """A way to reach a party: e-mail, phone, link, or an organisation's mail domain.

    `normal` is what is compared: the address in lower case, the digits with country code.
    `tail` is `normal` backwards, so that a phone is found by its last digits.
    """

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="contact_points", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=6, choices=ContactKind)
    value = models.CharField(_("value"), max_length=500)
    normal = models.CharField(max_length=500)
    tail = models.CharField(max_length=40, default="", blank=True)
    label = models.CharField(_("label"), max_length=40, blank=True, default="")
    is_primary = models.BooleanField(_("first choice"), default=False)
    bounced_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "normal"],
                name="contact_point_once_per_party",
                violation_error_message=_("This is already there."),
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "normal"],
                name="contact_point_normal",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["tail"],
                name="contact_point_tail",
                condition=~Q(tail=""),
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.value


class PostalAddress(models.Model):
    """Where a party is found or written to."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="addresses", db_index=False)
    label = models.CharField(_("label"), max_length=40, blank=True, default="")
    street = models.CharField(_("street"), max_length=300, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=30, blank=True, default="")
    city = models.CharField(_("city"), max_length=120, blank=True, default="")
    region = models.CharField(_("region"), max_length=120, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "street", "postal_code", "city", "country"],
                name="postal_address_once_per_party",
                violation_error_message=_("This address is already there."),
            )
        ]
        indexes = [
            models.Index(Lower("city"), name="postal_address_city"),
            models.Index(Lower("country"), name="postal_address_country"),
        ]


class TieRole(models.TextChoices):
    WORKS_FOR = "works_for", _("works for")
    REPORTS_TO = "reports_to", _("reports to")
    OWNED_BY = "owned_by", _("is owned by")
    BUYS_FOR = "buys_for", _("buys for")
    REFERRED_BY = "referred_by", _("was referred by")
    FAMILY_OF = "family_of", _("is family of")
    ADVISES = "advises", _("advises")


class Tie(models.Model):
    """Who stands how to whom: `party` works for, reports to, is owned by … `other`."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="ties")
    role = models.CharField(_("role"), max_length=12, choices=TieRole)
    other = models.ForeignKey(Party, models.CASCADE, related_name="ties_to", db_index=False)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    is_primary = models.BooleanField(default=False)
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("first day no longer"), null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "role", "other"],
                condition=Q(ends_on=None),
                name="tie_once_at_a_time",
                violation_error_message=_("They are already tied this way."),
            ),
            models.CheckConstraint(
                name="tie_joins_two",
                condition=~Q(party=F("other")),
                violation_error_message=_("Nobody is tied to themselves."),
            ),
        ]
        indexes = [models.Index(fields=["other", "role"], name="tie_to")]


class ExternalId(models.Model):
    """What another tool calls this party; kept, so that the same file twice changes nothing.

    `written` is the id as that tool spells it where it differs; `digest` the row as last read.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="external_ids")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    written = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="external_id_names_one"
            )
        ]


class MatchKey(models.Model):
    """A short key two records of one party nearly always share (see `rules`).

    Made anew from names and addresses at any time, and there are many: the database does not
    look up the party of each, Django takes them away with it.
    """

    pk = models.CompositePrimaryKey("key", "party")
    key = models.CharField(max_length=64)
    party = models.ForeignKey(
        Party, models.CASCADE, related_name="match_keys", db_constraint=False
    )


class DuplicateSuggestion(Noun):
    """Two parties that may be one. `a` has the smaller id. Decided at most once."""

    a = models.ForeignKey(Party, models.CASCADE, related_name="+")
    b = models.ForeignKey(Party, models.CASCADE, related_name="+")
    score = models.FloatField()
    because = models.JSONField(default=list)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    are_one = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="suggestion_once"),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                name="suggestion_open",
                condition=Q(decided_at__isnull=True),
            )
        ]

    @property
    def why(self) -> str:
        """Why they may be one, in the reader's language."""
        return in_one_sentence(self.because)


class Merge(Noun):
    """One party took in another: what moved and what was before, so that it can be undone."""

    survivor = models.ForeignKey(Party, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Party, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)


class LooseTie(models.Model):
    """A tie to a party another tool named before telling who that is; tied when it comes."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="loose_ties", db_index=False)
    role = models.CharField(max_length=12, choices=TieRole)
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, default="")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "role", "source", "external_id"], name="loose_tie_once"
            )
        ]
        indexes = [models.Index(fields=["source", "external_id"], name="loose_tie_to")]
