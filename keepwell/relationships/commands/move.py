"""Moving a relationship between stages by hand."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.relationships.models import Relationship, Stage, StageChange
from keepwell.relationships.news import StageMoved

OVER = (Stage.ENDED, Stage.LOST)


@command
def move_stage(
    party: Party,
    stage: str,
    *,
    on: date,
    reason: str = "",
    follow_up_on: date | None = None,
    at: datetime,
    by: Teammate,
) -> Relationship:
    """Move a relationship to a stage. Ended needs a reason and a follow-up; lost a reason.

    Re-opening one that is over needs a reason, too. A stage moved by hand is never moved by
    an import.
    """
    refuse_unless(stage in Stage.values, _("Choose a stage."), field="stage")
    relationship, _made = Relationship.objects.get_or_create(party=party)
    relationship = hold(relationship)
    before = relationship.stage
    here = _("%(party)s is in this stage already.") % {"party": party.name}
    refuse_unless(stage != before, here, field="stage")
    explained = bool(reason.strip()) or not (stage in OVER or before in OVER)
    refuse_unless(explained, _("Say why."), field="reason")
    followed = stage != Stage.ENDED or follow_up_on is not None
    ask = _("Choose a day to ask how they are doing.")
    refuse_unless(followed, ask, field="follow_up_on")
    relationship.stage, relationship.stage_since = stage, on
    relationship.ended_because = reason.strip()[:300] if stage in OVER else ""
    relationship.follow_up_on = follow_up_on
    relationship.save(update_fields=["stage", "stage_since", "ended_because", "follow_up_on"])
    StageChange.objects.create(
        party=party, before=before, after=stage, on=on, reason=reason.strip()[:300], by=by
    )
    record(
        "moved_stage", "relationship", party.pk, at=at, by=by, party_id=party.pk,
        stage=[before, stage], on=str(on), reason=reason.strip(),
    )  # fmt: skip
    announce(StageMoved(party.pk, before, stage, on, at, getattr(by, "pk", None)))
    return relationship
