"""What can be done from the search box: create, go to, act on the record one is on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from keepwell.desk.queries.views import href_of
from keepwell.firm.models import Teammate
from keepwell.firm.places import places_for
from keepwell.firm.rules import Act, may
from keepwell.parties.models import Party
from keepwell.parties.queries.standing_in import party_of
from keepwell.parties.rules.fold import fold
from keepwell.walls.queries import visible_parties

MOST = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """Something one may do or a page one may go to; `also` are other words for it."""

    label: str
    href: str
    icon: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """Those for the record one is on, and the others."""

    party: Party | None
    here: tuple[Offer, ...]
    others: tuple[Offer, ...]


def offers_for(teammate: Teammate, text: str, path: str) -> Offers:
    """What fits the text; without one what is done most. `path` is the page one is on."""
    party = _party_on(teammate, path)
    here = tuple(_about(party, teammate)) if party else ()
    everything = (*_creating(), *_going(teammate))
    if text:
        return Offers(
            party,
            tuple(one for one in here if _fits(one, text))[:MOST],
            tuple(one for one in everything if _fits(one, text))[:MOST],
        )
    return Offers(party, here[:MOST], everything[:MOST])


def _fits(offer: Offer, text: str) -> bool:
    """Whether each word typed begins a word of the offer."""
    told = fold(f"{offer.label} {offer.also}").split()
    typed = fold(text).split()
    return bool(typed) and all(any(each.startswith(word) for each in told) for word in typed)


def _party_on(teammate: Teammate, path: str) -> Party | None:
    """The party whose page this is, or a page about it; nobody whom one may not see."""
    try:
        found = resolve(path[:500])
    except Resolver404:
        return None
    party_id = found.kwargs.get("party_id") if found.app_name == "desk" else None
    return party_of(visible_parties(teammate), party_id) if party_id else None


def _about(party: Party, teammate: Teammate) -> Iterator[Offer]:
    page = reverse("desk:party", args=[party.pk])
    for kind, icon, label in (
        ("call", "call", _("Log a call")),
        ("note", "note", _("Write a note")),
        ("mail", "mail", _("Write down a mail")),
        ("meeting", "meeting", _("Write down a meeting")),
        ("task", "task", _("Add a task")),
        ("promise", "promise", _("Note a promise")),
    ):
        yield Offer(label, f"{page}?log={kind}#composer", icon)
    for name, icon, label in (
        ("plan", "calendar", _("Plan the next touch")),
        ("party_edit", "edit", _("Change")),
        ("hand_over", "people", _("Hand over")),
        ("owner", "person", _("Name an owner")),
        ("stage", "pipeline", _("Move the stage")),
        ("rhythm", "clock", _("Agree a rhythm")),
        ("pause", "snooze", _("Pause contact")),
        ("party_history", "history", _("History")),
    ):
        yield Offer(label, reverse(f"desk:{name}", args=[party.pk]), icon, _("edit"))
    yield Offer(_("Merge with…"), f"{reverse('desk:merge')}?party={party.pk}", "merge")
    if may(teammate.role, Act.BUILD_WALLS):
        hide = reverse("walls:raise", args=[party.pk])
        yield Offer(_("Hide from a teammate…"), hide, "lock", _("wall"))


def _creating() -> Iterator[Offer]:
    new, also = reverse("desk:party_new"), _("new create")
    yield Offer(_("Add a person"), f"{new}?nature=person", "person", also)
    yield Offer(_("Add an organisation"), f"{new}?nature=organisation", "parties", also)


def _going(teammate: Teammate) -> Iterator[Offer]:
    also = _("go to open show")
    for name, icon, label in (
        ("desk:today", "today", _("Today")),
        ("desk:parties", "parties", _("Parties")),
        ("desk:conversations", "conversations", _("Conversations")),
        ("desk:tasks", "check", _("Tasks and promises")),
        ("desk:orders", "billing", _("Orders")),
        ("desk:reports", "measures", _("Reports")),
    ):
        yield Offer(label, reverse(name), icon, also)
    if may(teammate.role, Act.IMPORT):
        imports = reverse("desk:imports")
        yield Offer(_("Import files"), imports, "import", f"{also} {_('upload')}")
    for name, label in (
        ("mine", _("My clients")),
        ("quiet", _("Going quiet")),
        ("hollow", _("In name only")),
        ("unowned", _("Unowned")),
    ):
        yield Offer(label, href_of(name), "list", also)
    waiting = f"{reverse('desk:conversations')}?side=waiting"
    yield Offer(_("Waiting for me"), waiting, "conversations", f"{also} {_('answer mail')}")
    for name, icon, label in (
        ("desk:duplicates", "merge", _("Perhaps the same")),
        ("desk:views", "list", _("Views")),
        ("desk:bulks", "columns", _("Changes of many")),
        ("desk:trash", "trash", _("Trash")),
        ("firm:settings", "settings", _("Settings")),
    ):
        yield Offer(label, reverse(name), icon, also)
    if may(teammate.role, Act.EXPORT):
        export = reverse("exchange:export")
        yield Offer(_("Export"), export, "download", f"{also} {_('download')}")
    for place in places_for(teammate):
        yield Offer(place.label, place.href, "settings", f"{also} {place.note}")
