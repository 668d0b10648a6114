"""What a teammate is told, behind the walls as they stand now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.firm.models import Teammate
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.notices.models import Digest, Follow, Notice, Preference
from keepwell.notices.rules import USUAL, USUAL_HOUR, Sort, Told, Ways, sentence_of
from keepwell.parties.models import PartyQuerySet
from keepwell.walls.queries import visible_parties

MOST_COUNTED = 100


def notices_seen_by(teammate: Teammate, *, by_mail: bool = False) -> QuerySet[Notice]:
    """A teammate's notices, but for those of parties they may not see now."""
    rows = _notices_among(teammate, visible_parties(teammate), by_mail=by_mail)
    return rows.select_related("party", "task", "by")


def _notices_among(
    teammate: Teammate, among: PartyQuerySet, *, by_mail: bool = False
) -> QuerySet[Notice]:
    seen = among.filter(pk=OuterRef("party_id"))
    way = Q(by_mail=True) if by_mail else Q(here=True)
    return Notice.objects.filter(Q(party=None) | Q(Exists(seen)), way, teammate=teammate)


def newest_notices(teammate: Teammate, *, unread: bool = False) -> QuerySet[Notice]:
    """What they are told, the newest first."""
    rows = notices_seen_by(teammate).order_by("-at", "-pk")
    return rows.filter(read_at=None) if unread else rows


def unread_among(teammate: Teammate, among: PartyQuerySet) -> QuerySet[Notice]:
    """What they have not read, of these parties (those they may see) and of none."""
    return _notices_among(teammate, among).filter(read_at=None)


def unread_of(teammate: Teammate) -> int:
    """How many notices they have not read, counted to 100."""
    rows = notices_seen_by(teammate).filter(read_at=None).order_by("-at")
    return len(rows.select_related(None).values_list("pk")[:MOST_COUNTED])


@dataclass(frozen=True, slots=True)
class Said:
    """A notice with its sentence, in the language of whoever reads it."""

    notice: Notice

    @property
    def sentence(self) -> str:
        return sentence_of(_told(self.notice))

    @property
    def id(self) -> UUID:
        return self.notice.pk

    @property
    def at(self) -> datetime:
        return self.notice.at

    @property
    def is_new(self) -> bool:
        return self.notice.read_at is None


def said(notices: Iterable[Notice]) -> list[Said]:
    """These notices in words."""
    return [Said(one) for one in notices]


def _told(one: Notice) -> Told:
    return Told(
        one.sort,
        one.what,
        one.by.name if one.by else "",
        one.party.name if one.party else "",
        one.task.what if one.task else "",
        one.times,
        one.facts,
    )


def follows_of(teammate: Teammate) -> QuerySet[Follow]:
    """What this teammate follows."""
    return Follow.objects.filter(teammate=teammate)


def followed_among(teammate: Teammate, party_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these parties they follow."""
    return set(_followed(who=teammate.pk, parties=party_ids)) if party_ids else set()


@spelt_once
def _followed(*, who: UUID, parties: Many) -> QuerySet[Follow, UUID]:
    rows = follows_of(Teammate(pk=who)).filter(party__in=parties)
    return rows.values_list("party_id", flat=True)


def ways_of(teammate: Teammate) -> dict[Sort, Ways]:
    """How each sort of notice reaches them."""
    return {sort: by_one[teammate.pk] for sort, by_one in ways_among([teammate.pk]).items()}


def ways_among(teammate_ids: Iterable[UUID]) -> dict[Sort, dict[UUID, Ways]]:
    """How each sort of notice reaches these teammates."""
    ids = list(teammate_ids)
    found = {sort: dict.fromkeys(ids, USUAL[sort]) for sort in Sort}
    for row in Preference.objects.filter(teammate__in=ids):
        found[Sort(row.sort)][row.teammate_id] = Ways(row.here, row.by_mail)
    return found


def digest_of(teammate: Teammate) -> Digest:
    """When they want their digest; the usual hour where they did not choose."""
    row = Digest.objects.filter(pk=teammate.pk).first()
    return row or Digest(teammate=teammate, hour=USUAL_HOUR)
