"""The kinds of one party: what the policy says, what somebody's word is, what it was before."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404
from keepwell.desk.forms.kinds import OverruleForm
from keepwell.desk.pages.back import asked_back
from keepwell.desk.queries.in_name_only import (
    InNameOnly,
    clients_in_name_only,
    lines_of,
)
from keepwell.desk.queries.kinds import SHOWN
from keepwell.firm.answers import was_done
from keepwell.firm.queries import usual_cadence
from keepwell.kinds.commands.overrule import overrule_kind, take_back_overruling
from keepwell.kinds.queries.told import history_of_kinds, known_of, overruling_of
from keepwell.parties.models import Party
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

USUAL = timedelta(days=90)


@require_http_methods(["GET", "POST"])
def kinds(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """What it is and was, with reasons; overrule the policy for a time."""
    party = party_or_404(request, party_id)
    now = timezone.now()
    known = known_of(party.pk, now.date())
    computed = known.computed(now.date())
    first = {"ends_on": now.date() + USUAL, "is_held": "no" if computed else "yes"}
    form = OverruleForm(request.POST or None, initial=first)
    done = []

    def overrule() -> None:
        done.append(overrule_kind(party, **form.told(), at=now, by=request.user))

    if request.method == "POST" and was_done(form, overrule):
        undo = reverse("desk:overruling_back", args=[party.pk, done[0].pk])
        there = reverse("desk:kinds", args=[party.pk])
        undo += f"?{urlencode({'back': asked_back(request, there)})}"
        say(request, _("It is so until the day you named."), undo=undo)
        return redirect(asked_back(request, there))
    context = {
        "party": party,
        "form": form,
        "computed": [
            (SHOWN[one.kind], one.since, tuple(map(str, one.because))) for one in computed
        ],
        "overruled": [(SHOWN[one.kind], one) for one in known.overruled],
        "policy_number": known.policy.number,
        "history": [(SHOWN[one.kind], one) for one in history_of_kinds(party)],
        "today": timezone.localdate(),
        "in_name_only": _in_name_only(request, party),
    }
    return render(
        request, "desk/parties/kinds.html", context, status=422 if form.is_bound else 200
    )


def _in_name_only(request: TeammateRequest, party: Party) -> list[InNameOnly]:
    """The party with what it lacks, if it is a client in name only."""
    on = timezone.localdate()
    just_this = visible_parties(request.user).filter(pk=party.pk)
    return lines_of(list(clients_in_name_only(just_this, on, usual_cadence())), on)


@require_POST
def take_back(request: TeammateRequest, party_id: UUID, overruling_id: UUID) -> HttpResponse:
    """Let the policy decide again."""
    party = party_or_404(request, party_id)
    row = overruling_of(party, overruling_id)
    if row is None:
        raise Http404
    take_back_overruling(row, at=timezone.now(), by=request.user)
    say(request, _("The policy decides again."))
    return redirect(asked_back(request, reverse("desk:kinds", args=[party.pk])))
