"""A first briefing for whoever takes a relationship over, composed from facts."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell.agreements.queries import current_agreements
from keepwell.conversations.models import Task, TaskKind
from keepwell.parties.models import Party, Tie, TieRole
from keepwell.relationships.models import Relationship
from keepwell.relationships.queries.book import quietness_of

MOST_PEOPLE = 5


def briefing_for(party: Party, today: date) -> str:
    """What a new owner needs to know, a line for each fact; to be read over and changed."""
    lines = [*_standing(party, today), *_people(party, today), *_owed(party)]
    return "\n".join(lines)


def _standing(party: Party, today: date) -> list[str]:
    lines = [f"{sentence}" for sentence in quietness_of([party.pk], today)[party.pk].because]
    for agreement in current_agreements([party.pk], today)[:3]:
        words = _("%(title)s is in force, until %(day)s.")
        end = date_format(agreement.ends_on) if agreement.ends_on else _("further notice")
        lines.append(words % {"title": str(agreement), "day": end})
    relationship = Relationship.objects.filter(party=party).first()
    if relationship and relationship.next_touch_on:
        words = _("Next touch on %(day)s: %(what)s.")
        what = relationship.next_touch_what or _("be in touch")
        day = date_format(relationship.next_touch_on)
        lines.append(words % {"day": day, "what": what})
    return lines


def _people(party: Party, today: date) -> list[str]:
    ties = Tie.objects.filter(other=party, role=TieRole.WORKS_FOR).select_related("party")
    working = [tie for tie in ties.order_by("-is_primary", "pk") if _works_there(tie, today)]
    return [
        _("%(name)s, %(title)s.") % {"name": tie.party.name, "title": tie.title or _("contact")}
        for tie in working[:MOST_PEOPLE]
    ]


def _works_there(tie: Tie, today: date) -> bool:
    return tie.ends_on is None or today < tie.ends_on


def _owed(party: Party) -> list[str]:
    waiting = Task.objects.filter(party=party, done_at=None, trashed_at=None)
    promises = list(waiting.filter(kind=TaskKind.PROMISE).order_by("due_on")[:5])
    lines = [_("Promised: %(what)s.") % {"what": each.what.rstrip(".")} for each in promises]
    tasks = waiting.filter(kind=TaskKind.TASK).count()
    if tasks:
        open_ones = ngettext("%(count)d task is open.", "%(count)d tasks are open.", tasks)
        lines.append(open_ones % {"count": tasks})
    return lines
