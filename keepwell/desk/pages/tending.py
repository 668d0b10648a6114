"""Deciding about a relationship: next touch, owner, hand-over, rhythm, pause, stage, promises.

Each is the same small page: a form, what follows from it, and the way back to the party.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.forms.tending import (
    HandAllOverForm,
    HandOverForm,
    OwnerForm,
    PauseForm,
    PlanForm,
    RhythmForm,
    StageForm,
)
from keepwell.desk.pages.back import asked_back
from keepwell.desk.pages.day_undo import way_to_undo_day
from keepwell.desk.pages.stage_undo import way_to_undo
from keepwell.desk.queries.hand_over import owned_by
from keepwell.desk.shell import forget_today_count
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import (
    assign_owner,
    hand_over_relationship,
    hand_over_relationships,
)
from keepwell.relationships.commands.take_back import STAGE, TOUCH
from keepwell.relationships.commands.tend import (
    pause_relationship,
    plan_touch,
    set_cadence,
)
from keepwell.relationships.queries.briefing import briefing_for
from keepwell.relationships.queries.standing import relationship_of, standing_as_plain
from keepwell.ui.toasts import say


class Undoable(NamedTuple):
    """What was done, in words, and the address that takes it back; '' where none can."""

    words: str
    undo: str


Do = Callable[[dict[str, Any]], str | Undoable]


def ask(  # noqa: PLR0913 - what such a page says
    request: TeammateRequest,
    form: forms.Form,
    do: Do,
    *,
    title: str,
    back: str,
    submit: str,
    party: Party | None = None,
    lead: str = "",
    why: str = "",
    teammate: Teammate | None = None,
) -> HttpResponse:
    """Show the form; when it is sent, do what it says, or say why not on the same form."""
    refused = False
    if request.method == "POST":
        if form.is_valid():
            try:
                done = do(form.cleaned_data)
            except Refused as no:
                put_refusal(form, no)
            else:
                forget_today_count(request)
                said = done if isinstance(done, Undoable) else Undoable(done, "")
                say(request, said.words, undo=said.undo)
                return redirect(back)
        refused = True
    context = {"form": form, "title": title, "back": back, "submit": submit, "party": party,
               "lead": lead, "why": why, "teammate": teammate}  # fmt: skip
    return render(request, "desk/ask.html", context, status=422 if refused else 200)


def sent(request: TeammateRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def plan(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """When this party is touched next, what for and by whom."""
    party = party_or_404(request, party_id)
    first = {"on": timezone.localdate() + timedelta(days=1)}
    form = PlanForm(sent(request), initial=first)
    back, before = asked_back(request, _page(party)), standing_as_plain(party, TOUCH)

    def do(given: dict[str, Any]) -> Undoable:
        plan_touch(
            party, on=given["on"], what=given["what"], teammate=given["teammate"],
            at=timezone.now(), by=request.user,
        )  # fmt: skip
        undo = way_to_undo_day(
            request, "desk:touch_back", party.pk, before, standing_as_plain(party, TOUCH), back
        )
        words = _("Planned the next touch with %(name)s.")
        return Undoable(words % {"name": party.name}, undo)

    return ask(
        request, form, do, title=_("Plan the next touch"), party=party,
        back=back, submit=_("Plan it"),
        why=_("A planned touch is on Today on its day, and keeps a quiet client off it."),
    )  # fmt: skip


def _page(party: Party) -> str:
    return reverse("desk:party", args=[party.pk])


@require_http_methods(["GET", "POST"])
def owner(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Who is accountable for this party."""
    party = party_or_404(request, party_id)
    form = OwnerForm(sent(request), initial={"teammate": request.user.pk})

    def do(given: dict[str, Any]) -> str:
        chosen = given["teammate"]
        assign_owner(party, chosen, on=timezone.localdate(), at=timezone.now(), by=request.user)
        return _("%(owner)s looks after %(name)s.") % {"owner": chosen, "name": party.name}

    return ask(
        request, form, do, title=_("Name an owner"), party=party,
        back=asked_back(request, _page(party)), submit=_("Name them"),
        why=_("Every client has exactly one owner who works here."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hand_over(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Pass one relationship on, with a briefing to read over."""
    party = party_or_404(request, party_id)
    first = {"briefing": briefing_for(party, timezone.localdate())}
    form = HandOverForm(sent(request), initial=first)

    def do(given: dict[str, Any]) -> str:
        chosen = given["teammate"]
        hand_over_relationship(
            party, chosen, briefing=given["briefing"], on=timezone.localdate(),
            at=timezone.now(), by=request.user,
        )  # fmt: skip
        return _("Handed %(name)s to %(owner)s.") % {"owner": chosen, "name": party.name}

    back = _page(party)
    if request.method == "POST" and not request.user.is_manager:
        back = reverse("desk:today")  # who handed it over may see it no longer
    return ask(
        request, form, do, title=_("Hand over"), party=party, back=back,
        submit=_("Hand over"),
        lead=_("Read the briefing over: it was written from what is known."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hand_all_over(request: TeammateRequest, teammate_id: UUID) -> HttpResponse:
    """Pass on everything a teammate looks after: one's own, or for a manager anybody's."""
    before = get_object_or_404(teammates(), pk=teammate_id)
    if before != request.user and not request.user.is_manager:
        raise Http404
    owned = owned_by(request.user, before)
    form = HandAllOverForm(sent(request))
    if request.method == "GET" and not owned.count.number:
        nothing = _("%(name)s looks after nobody; there is nothing to hand over.")
        context = {"title": _("Hand everything over"), "back": reverse("desk:today"),
                   "teammate": before, "lead": nothing % {"name": before}}  # fmt: skip
        return render(request, "desk/ask.html", context)

    def do(given: dict[str, Any]) -> str:
        chosen, on = given["teammate"], timezone.localdate()
        number = hand_over_relationships(
            before, chosen, on=on, at=timezone.now(), by=request.user,
            briefings={one.pk: briefing_for(one, on) for one in owned.parties},
        )  # fmt: skip
        words = _("Handed %(n)d relationships of %(before)s to %(owner)s.")
        return words % {"n": number, "before": before, "owner": chosen}

    return ask(
        request, form, do, title=_("Hand everything over"), back=reverse("desk:today"),
        submit=_("Hand all over"), teammate=before,
        lead=_("%(name)s looks after %(n)s parties: %(names)s.")
        % {"name": before, "n": owned.count, "names": owned.names},
        why=_("None is left behind, and each goes with a briefing from what is known."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rhythm(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """How many days may lie between touches."""
    party = party_or_404(request, party_id)
    standing = relationship_of(party)
    form = RhythmForm(
        sent(request), initial={"days": standing.cadence_days if standing else None}
    )

    def do(given: dict[str, Any]) -> str:
        set_cadence(party, days=given["days"], at=timezone.now(), by=request.user)
        return _("Agreed the rhythm with %(name)s.") % {"name": party.name}

    return ask(
        request, form, do, title=_("Agree a rhythm"), party=party, back=_page(party),
        submit=_("Agree"),
        why=_("Silence counts from the shorter of this and twice their own usual gap."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def pause(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Not in touch until a day, with a reason."""
    party = party_or_404(request, party_id)
    form = PauseForm(sent(request))

    def do(given: dict[str, Any]) -> str:
        pause_relationship(
            party, until=given["until"], reason=given["reason"], at=timezone.now(),
            by=request.user,
        )  # fmt: skip
        return _("Paused contact with %(name)s.") % {"name": party.name}

    return ask(
        request, form, do, title=_("Pause contact"), party=party, back=_page(party),
        submit=_("Pause"), why=_("Until then nothing about them is quiet."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def stage(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Where the relationship stands now."""
    party = party_or_404(request, party_id)
    standing = relationship_of(party)
    first = {"stage": standing.stage if standing else "", "on": timezone.localdate()}
    form = StageForm(sent(request), initial=first)
    back, before = asked_back(request, _page(party)), standing_as_plain(party, STAGE)

    def do(given: dict[str, Any]) -> Undoable:
        move_stage(
            party, given["stage"], on=given["on"], reason=given["reason"],
            follow_up_on=given["follow_up_on"], at=timezone.now(), by=request.user,
        )  # fmt: skip
        undo = way_to_undo(request, party, before, back)
        return Undoable(_("Moved %(name)s.") % {"name": party.name}, undo)

    return ask(
        request, form, do, title=_("Move the stage"), party=party, back=back,
        submit=_("Move"), why=_("A stage moved by hand is not moved by an import."),
    )  # fmt: skip
