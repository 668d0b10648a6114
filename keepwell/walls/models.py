from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Role
from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Reach(models.TextChoices):
    ALL = "all", _("every party")
    TEAM = "team", _("their own, their teams', and what nobody owns")
    OWN = "own", _("their own")


class RoleReach(models.Model):
    """How far a role sees, where the firm has chosen otherwise than by default."""

    role = models.CharField(
        max_length=20, unique=True, choices=[(r.value, r.value) for r in Role]
    )
    reach = models.CharField(_("sees"), max_length=4, choices=Reach)


class Sight(models.Model):
    """Why a teammate may see a party: they own it, are on its team, cover for its owner."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="sights")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="sights")
    because = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teammate", "party", "because"], name="sight_once_per_reason"
            )
        ]


class Wall(Noun):
    """An information barrier: for this teammate the party does not exist."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="walls")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="walls")
    reason = models.CharField(_("reason"), max_length=300)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teammate", "party"],
                name="wall_once",
                violation_error_message=_("This wall already stands."),
            )
        ]
