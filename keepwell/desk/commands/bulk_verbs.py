"""What can be done to many parties at once: how it is done to one, and how it is undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from keepwell.desk.commands.bulk_deed import Deed, Facts, Way, teammate_of
from keepwell.desk.models import BulkVerb
from keepwell.fields.commands.write import put_choices, set_own_values
from keepwell.fields.queries.values import cells_now
from keepwell.fields.rules.definitions import TAGS, definition_named
from keepwell.fields.rules.values import plain_of
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.trash import restore_party, trash_party
from keepwell.parties.models import Party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import (
    assign_owner,
    hand_over_relationship,
    leave_unowned,
)
from keepwell.relationships.commands.take_back import (
    STAGE,
    TOUCH,
    take_back_stage,
    take_back_touch,
)
from keepwell.relationships.commands.tend import plan_touch
from keepwell.relationships.models import Relationship
from keepwell.relationships.queries.standing import standing_as_plain


class _Owner:
    """Giving an owner; a hand-over tells the new one what to know."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, ("owner_id",))

    def do(self, deed: Deed[Party]) -> None:
        told: dict[str, Any] = {"on": deed.at.date(), "at": deed.at, "by": deed.by}
        if deed.facts.get("briefing"):
            told["briefing"] = deed.facts["briefing"]
            hand_over_relationship(deed.row, teammate_of(deed.facts), **told)
        else:
            assign_owner(deed.row, teammate_of(deed.facts), **told)

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        told: dict[str, Any] = {"on": deed.at.date(), "at": deed.at, "by": deed.by}
        if before["owner_id"] is None:
            leave_unowned(deed.row, **told)
        else:
            assign_owner(deed.row, teammate_of({"teammate": before["owner_id"]}), **told)


class _Stage:
    """Moving the stage, with its guards and reasons."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, STAGE)

    def do(self, deed: Deed[Party]) -> None:
        follow_up = deed.facts.get("follow_up_on")
        move_stage(
            deed.row, deed.facts["stage"], on=deed.at.date(), at=deed.at, by=deed.by,
            reason=deed.facts.get("reason", ""),
            follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
        )  # fmt: skip

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        take_back_stage(deed.row, before, at=deed.at, by=deed.by)


class _Touch:
    """Planning the next touch: it stays with the owner, or with whoever asked."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, TOUCH)

    def do(self, deed: Deed[Party]) -> None:
        row = Relationship.objects.filter(party=deed.row).select_related("owner").first()
        owner = row.owner if row and row.owner and row.owner.is_active else None
        plan_touch(
            deed.row, on=date.fromisoformat(deed.facts["on"]), teammate=owner,
            what=deed.facts.get("what", ""), at=deed.at, by=deed.by,
        )  # fmt: skip

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        take_back_touch(deed.row, before, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Field:
    """Setting one field of the party."""

    name: str

    def seen(self, party: Party) -> dict[str, Any]:
        return {"value": getattr(party, self.name)}

    def do(self, deed: Deed[Party]) -> None:
        value = deed.facts.get("value", "")
        same = getattr(deed.row, self.name) == value
        refuse_unless(not same, _("It reads so already."))
        change_party(deed.row, facts={self.name: value}, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        change_party(deed.row, facts={self.name: before["value"]}, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Own:
    """Setting one field of the firm's own."""

    name: str

    def seen(self, party: Party) -> dict[str, Any]:
        return {"value": self._now(party)}

    def _now(self, party: Party) -> Any:
        asked = definition_named(self.name)
        return plain_of(asked, cells_now(party.pk, asked)) if asked else None

    def do(self, deed: Deed[Party]) -> None:
        set_own_values(deed.row, {self.name: deed.facts["value"]}, at=deed.at, by=deed.by)
        refuse_unless(self._differs(deed), _("It reads so already."))

    def _differs(self, deed: Deed[Party]) -> bool:
        return Party.objects.get(pk=deed.row.pk).revision != deed.row.revision

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        set_own_values(deed.row, {self.name: before["value"]}, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Tags(_Own):
    """Putting tags on or taking them off; what else a party is tagged with stays."""

    puts_on: bool = True

    def do(self, deed: Deed[Party]) -> None:
        tags = {"add" if self.puts_on else "remove": deed.facts["tags"]}
        put_choices(deed.row, self.name, **tags, at=deed.at, by=deed.by)
        refuse_unless(self._differs(deed), _("It reads so already."))


class _Trash:
    """Putting in the trash."""

    def seen(self, party: Party) -> dict[str, Any]:
        return {"is_in_trash": party.trashed_at is not None}

    def do(self, deed: Deed[Party]) -> None:
        trash_party(deed.row, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Party], before: Facts) -> None:
        restore_party(deed.row, at=deed.at, by=deed.by)


def way_with_party(verb: str, facts: Facts) -> Way | None:
    """How this is done to one party and undone; None where it is not done to parties."""
    return _Own(str(facts["field"])) if verb == BulkVerb.OWN else _WAYS.get(verb)


_WAYS: Mapping[str, Way] = {
    BulkVerb.OWNER: _Owner(),
    BulkVerb.HAND_OVER: _Owner(),
    BulkVerb.STAGE: _Stage(),
    BulkVerb.NEXT_TOUCH: _Touch(),
    BulkVerb.LANGUAGE: _Field("language"),
    BulkVerb.INDUSTRY: _Field("industry"),
    BulkVerb.SOURCE: _Field("source"),
    BulkVerb.TAG: _Tags(TAGS),
    BulkVerb.UNTAG: _Tags(TAGS, puts_on=False),
    BulkVerb.TRASH: _Trash(),
}
