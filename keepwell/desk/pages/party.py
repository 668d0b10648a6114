"""The page of one party: what is known, what happened, and where it is written down."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepwell.conversations.commands.log import restore_activity, trash_activity
from keepwell.conversations.models import Activity
from keepwell.conversations.queries.timeline import Before
from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.commands.keep import Happened, keep_what_happened
from keepwell.desk.forms.composer import FORMS, WORDS, NoteForm, answered, moment_of
from keepwell.desk.forms.tasks import again_of
from keepwell.desk.once import fresh_token, mark_sent, was_sent
from keepwell.desk.pages.back import way_back
from keepwell.desk.pages.in_list import in_list
from keepwell.desk.queries.activities import activities_seen_by, called
from keepwell.desk.queries.kinds import SHOWN
from keepwell.desk.queries.party_page import PartyPage, party_page
from keepwell.desk.queries.spots import (
    spot_of_city,
    spot_of_field,
    spot_of_point,
    spots_of,
)
from keepwell.desk.queries.stages import stages_of, why_in_stage
from keepwell.desk.queries.story import KINDS, Story, aspects_of, story_of
from keepwell.desk.shell import forget_today_count
from keepwell.fields.queries.values import lines_of
from keepwell.files.queries.seen import newest_files_of
from keepwell.files.receiving import Received, receive
from keepwell.firm.rules import Act, may
from keepwell.journal.commands import note_look
from keepwell.journal.queries import looked_this_hour
from keepwell.kernel.refusal import Refused
from keepwell.kinds.queries.told import known_of
from keepwell.notices.queries.seen import followed_among
from keepwell.parties.models import Party
from keepwell.ui.parts import Tab
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

MOST_FILES = 6


@require_GET
def party(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """A party; the address of one that was merged leads to the one that took it in."""
    found = party_or_404(request, party_id)
    if found.pk != party_id:
        return redirect("desk:party", found.pk, permanent=False)
    now = timezone.now()
    if not looked_this_hour(found, request.user, now):
        note_look(found, by=request.user, at=now)
    kind = request.GET.get("log", "note")
    return _show(request, found, kind if kind in FORMS else "note")


def _show(
    request: TeammateRequest, found: Party, kind: str, form: NoteForm | None = None
) -> HttpResponse:
    on, seen = timezone.localdate(), visible_parties(request.user)
    page = party_page(found, seen, on)
    known = known_of(found.pk, on)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in KINDS else ""
    story = story_of(page, seen, now=timezone.now(), before=_before(request), only=chosen)
    shown = form or FORMS[kind](people=_people(page), initial=_first(request))
    files = newest_files_of(MOST_FILES + 1, party=found.pk)
    aspects = aspects_of(page, known, on)
    overruled = [(SHOWN[one.kind], one) for one in known.overruled]
    context = {
        "page": page,
        "party": found,
        "today": on,
        "form": shown,
        "kind": kind,
        "composers": _composers(found, kind),
        "once": fresh_token(),
        "story": story,
        "older": _older(request, story),
        "shows": _shows(found, chosen),
        "stages": stages_of(page, on),
        "stage_why": why_in_stage(page),
        "aspects": aspects,
        "unknown": [one.name for one in aspects if not one.observed],
        "overruled": overruled,
        "denied": [(shape, one) for shape, one in overruled if not one.is_held],
        "may_wall": may(request.user.role, Act.BUILD_WALLS),
        "in_list": in_list(request, found.pk),
        "own_lines": lines_of(found, seen),
        "spots": spots_of(found),
        "name_spot": spot_of_field(found, "name"),
        "points": [(one, spot_of_point(one)) for one in page.points],
        "addresses": [(one, spot_of_city(one)) for one in page.addresses],
        "files": files[:MOST_FILES],
        "more_files": len(files) > MOST_FILES,
        "is_followed": bool(followed_among(request.user, [found.pk])),
    }
    return render(request, "desk/party.html", context, status=422 if form else 200)


def _first(request: TeammateRequest) -> dict[str, Any]:
    answers = request.GET.get("answers", "")
    return {"answers": answers} if answers else {}


def _people(page: PartyPage) -> list[Party]:
    """Whom one may have spoken with: those who work there, then the party itself."""
    return [*(one.party for one in page.people), page.party]


def _composers(found: Party, kind: str) -> list[tuple[str, str, str, bool]]:
    base = reverse("desk:party", args=[found.pk])
    icons = {"note": "note", "mail": "mail", "call": "call", "meeting": "meeting",
             "promise": "promise", "task": "task"}  # fmt: skip
    return [
        (str(WORDS[name]), icons[name], f"{base}?log={name}#composer", name == kind)
        for name in FORMS
    ]


def _before(request: TeammateRequest) -> Before | None:
    """Where an earlier page of the timeline ended; nonsense leads to the first page."""
    stamp, _sep, number = request.GET.get("before", "").partition("-")
    try:
        return Before(datetime.fromtimestamp(int(stamp) / 1_000_000, UTC), int(number))
    except (ValueError, OverflowError, OSError):
        return None


def _older(request: TeammateRequest, story: Story) -> str:
    if story.older is None:
        return ""
    stamp = round(story.older.at.timestamp() * 1_000_000)
    asked = request.GET.copy()
    asked["before"] = f"{stamp}-{story.older.presence_id}"
    asked.pop("log", None)
    return f"?{asked.urlencode()}#timeline"


def _shows(found: Party, chosen: str) -> list[Tab]:
    base = reverse("desk:party", args=[found.pk])
    words = {"": _("Everything"), "touch": _("Touches"), "mail": _("Mail"), "call": _("Calls"),
             "meeting": _("Meetings"), "note": _("Notes")}  # fmt: skip
    return [
        Tab(label, f"{base}?show={name}#timeline" if name else f"{base}#timeline",
            current=name == chosen)
        for name, label in words.items()
    ]  # fmt: skip


@require_POST
def keep(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Write down what happened; sending the form twice keeps it once."""
    found = party_or_404(request, party_id)
    kind = request.POST.get("kind", "note")
    kind = kind if kind in FORMS else "note"
    back = redirect("desk:party", found.pk)
    if was_sent(request):
        return back
    page = party_page(found, visible_parties(request.user), timezone.localdate())
    form = FORMS[kind](request.POST, people=_people(page))
    if not form.is_valid():
        return _show(request, found, kind, _with_files_to_choose_again(request, form))
    try:
        files = receive(request.FILES.getlist("files"))
        happened = _happened(request, form, files)
        kept = keep_what_happened(found, happened, at=timezone.now(), by=request.user)
    except Refused as no:
        put_refusal(form, no)
        return _show(request, found, kind, form)
    mark_sent(request)
    forget_today_count(request)
    undo = reverse("desk:activity_trash", args=[kept.pk]) if isinstance(kept, Activity) else ""
    words = _("Kept with %(name)s: %(kind)s.")
    say(request, words % {"name": found.name, "kind": WORDS[kind].lower()}, undo=undo)
    return back


def _with_files_to_choose_again(request: TeammateRequest, form: NoteForm) -> NoteForm:
    """A browser never sends back the files of a form that was refused."""
    if request.FILES:
        form.add_error(None, _("Choose the files again: they were not kept."))
    return form


def _happened(request: TeammateRequest, form: NoteForm, files: Sequence[Received]) -> Happened:
    given = form.cleaned_data
    mail = answered(form)
    return Happened(
        kind=form.KIND,
        text=given.get("text", ""),
        title=given.get("title", ""),
        on=moment_of(form),
        direction=given.get("direction", ""),
        outcome=given.get("outcome", ""),
        people=form.whom(),
        answers=activities_seen_by(request.user).filter(pk=mail).first() if mail else None,
        due_on=given.get("due_on"),
        assignee=given.get("assignee"),
        priority=given.get("priority", ""),
        remind=int(given["remind"]) if given.get("remind") else None,
        again=again_of(given),
        next_on=given.get("next_on"),
        next_what=given.get("next_what", ""),
        files=files,
    )


@require_POST
def activity_trash(request: TeammateRequest, activity_id: UUID) -> HttpResponse:
    """Put aside what was written down; undo brings it back."""
    row = get_object_or_404(activities_seen_by(request.user), pk=activity_id)
    try:
        trash_activity(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
        return _back(request)
    undo = reverse("desk:activity_restore", args=[row.pk])
    say(request, _("Put in the trash: %(what)s.") % {"what": called(row)}, undo=undo)
    return _back(request)


@require_POST
def activity_restore(request: TeammateRequest, activity_id: UUID) -> HttpResponse:
    """Bring back what was put aside."""
    row = get_object_or_404(activities_seen_by(request.user), pk=activity_id)
    try:
        restore_activity(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    else:
        say(request, _("%(name)s is back.") % {"name": called(row)})
    return _back(request)


def _back(request: TeammateRequest) -> HttpResponse:
    return redirect(way_back(request))
