"""What can be done to many parties at once: how it is done to one, and how it is undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from keepwell.desk.models import BulkVerb
from keepwell.fields.commands.write import put_choices, set_own_values
from keepwell.fields.queries.values import cells_now
from keepwell.fields.rules.definitions import TAGS, definition_named
from keepwell.fields.rules.values import plain_of
from keepwell.firm.models import Teammate
from keepwell.kernel.refusal import Refused, refuse_unless
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

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One party, at one moment, by whoever asked."""

    party: Party
    facts: Facts
    at: datetime
    by: Teammate


class Way(Protocol):
    """How one verb looks at a party, changes it and puts it back."""

    def seen(self, party: Party) -> dict[str, Any]: ...
    def do(self, deed: Deed) -> None: ...
    def undo(self, deed: Deed, before: Facts) -> None: ...


def _teammate(facts: Facts) -> Teammate:
    found: Teammate | None = Teammate.objects.filter(pk=facts["teammate"]).first()
    if found is None:
        raise Refused(_("Choose somebody who works here."))
    return found


class _Owner:
    """Giving an owner; a hand-over tells the new one what to know."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, ("owner_id",))

    def do(self, deed: Deed) -> None:
        told: dict[str, Any] = {"on": deed.at.date(), "at": deed.at, "by": deed.by}
        if deed.facts.get("briefing"):
            told["briefing"] = deed.facts["briefing"]
            hand_over_relationship(deed.party, _teammate(deed.facts), **told)
        else:
            assign_owner(deed.party, _teammate(deed.facts), **told)

    def undo(self, deed: Deed, before: Facts) -> None:
        told: dict[str, Any] = {"on": deed.at.date(), "at": deed.at, "by": deed.by}
        if before["owner_id"] is None:
            leave_unowned(deed.party, **told)
        else:
            assign_owner(deed.party, _teammate({"teammate": before["owner_id"]}), **told)


class _Stage:
    """Moving the stage, with its guards and reasons."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, STAGE)

    def do(self, deed: Deed) -> None:
        follow_up = deed.facts.get("follow_up_on")
        move_stage(
            deed.party, deed.facts["stage"], on=deed.at.date(), at=deed.at, by=deed.by,
            reason=deed.facts.get("reason", ""),
            follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
        )  # fmt: skip

    def undo(self, deed: Deed, before: Facts) -> None:
        take_back_stage(deed.party, before, at=deed.at, by=deed.by)


class _Touch:
    """Planning the next touch: it stays with the owner, or with whoever asked."""

    def seen(self, party: Party) -> dict[str, Any]:
        return standing_as_plain(party, TOUCH)

    def do(self, deed: Deed) -> None:
        row = Relationship.objects.filter(party=deed.party).select_related("owner").first()
        owner = row.owner if row and row.owner and row.owner.is_active else None
        plan_touch(
            deed.party, on=date.fromisoformat(deed.facts["on"]), teammate=owner,
            what=deed.facts.get("what", ""), at=deed.at, by=deed.by,
        )  # fmt: skip

    def undo(self, deed: Deed, before: Facts) -> None:
        take_back_touch(deed.party, before, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Field:
    """Setting one field of the party."""

    name: str

    def seen(self, party: Party) -> dict[str, Any]:
        return {"value": getattr(party, self.name)}

    def do(self, deed: Deed) -> None:
        value = deed.facts.get("value", "")
        same = getattr(deed.party, self.name) == value
        refuse_unless(not same, _("It reads so already."))
        change_party(deed.party, facts={self.name: value}, at=deed.at, by=deed.by)

    def undo(self, deed: Deed, before: Facts) -> None:
        change_party(deed.party, facts={self.name: before["value"]}, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Own:
    """Setting one field of the firm's own."""

    name: str

    def seen(self, party: Party) -> dict[str, Any]:
        return {"value": self._now(party)}

    def _now(self, party: Party) -> Any:
        asked = definition_named(self.name)
        return plain_of(asked, cells_now(party.pk, asked)) if asked else None

    def do(self, deed: Deed) -> None:
        set_own_values(deed.party, {self.name: deed.facts["value"]}, at=deed.at, by=deed.by)
        refuse_unless(self._differs(deed), _("It reads so already."))

    def _differs(self, deed: Deed) -> bool:
        return Party.objects.get(pk=deed.party.pk).revision != deed.party.revision

    def undo(self, deed: Deed, before: Facts) -> None:
        set_own_values(deed.party, {self.name: before["value"]}, at=deed.at, by=deed.by)


@dataclass(frozen=True, slots=True)
class _Tags(_Own):
    """Putting tags on or taking them off; what else a party is tagged with stays."""

    puts_on: bool = True

    def do(self, deed: Deed) -> None:
        tags = {"add" if self.puts_on else "remove": deed.facts["tags"]}
        put_choices(deed.party, self.name, **tags, at=deed.at, by=deed.by)
        refuse_unless(self._differs(deed), _("It reads so already."))


class _Trash:
    """Putting in the trash."""

    def seen(self, party: Party) -> dict[str, Any]:
        return {"is_in_trash": party.trashed_at is not None}

    def do(self, deed: Deed) -> None:
        trash_party(deed.party, at=deed.at, by=deed.by)

    def undo(self, deed: Deed, before: Facts) -> None:
        restore_party(deed.party, at=deed.at, by=deed.by)


def way_of(verb: str, facts: Facts) -> Way:
    """How this is done to one party and undone."""
    return _Own(str(facts["field"])) if verb == BulkVerb.OWN else _WAYS[verb]


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
