"""What pages of imports show: rows, tabs, steps, and the sentence that comes first."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell.exchange.commands.stop_import import UNDOING
from keepwell.exchange.forms import KNOWN_BY_WORDS, MODES, OwnersForm
from keepwell.exchange.models import Import, ImportFile, ImportState, NamedOwner
from keepwell.exchange.pages.seen import TeammateRequest
from keepwell.exchange.queries.files_kept import files_are_kept, files_kept_until
from keepwell.exchange.queries.imports import (
    OUTCOMES,
    how_far,
    known_by_chosen,
    outcomes_of,
    parties_brought,
    seems_dead,
    tally_of,
)
from keepwell.exchange.queries.owners import MOST_SHOWN, owners_to_settle
from keepwell.exchange.readers.vendors import KNOWN_BY
from keepwell.exchange.readers.vendors.fields import TABLES
from keepwell.kernel.words import told
from keepwell.ui.parts import Step, Tab, Tally

VENDORS = {
    "hubspot": "HubSpot", "salesforce": "Salesforce", "zoho": "Zoho CRM",
    "google": "Google Contacts", "outlook": "Outlook", "keepwell": "Keepwell",
}  # fmt: skip
MOST_FILES = 500


def context_of(request: TeammateRequest, job: Import) -> dict[str, Any]:
    """Everything the page of one import shows."""
    now = timezone.now()
    dead = seems_dead(job, now)
    running = job.state == ImportState.RUNNING and not dead
    is_busy = running or job.stage == UNDOING
    can_choose = job.state == ImportState.READY or (
        job.state == ImportState.DONE and job.is_dry_run
    )
    tally = tally_of(job)
    show = _shown(request, job, tally)
    context = {
        "job": job,
        "files": [FileRow(file) for file in job.files.order_by("order")[:MOST_FILES]],
        "far": how_far(job),
        "is_busy": is_busy,
        "is_undoing": job.stage == UNDOING,
        "is_dead": dead,
        "can_choose": can_choose,
        "is_tried": job.state == ImportState.DONE and job.is_dry_run,
        "is_over": job.state in (ImportState.DONE, ImportState.UNDONE, ImportState.STOPPED)
        and not job.is_dry_run,
        "tally": tally,
        "going_in": tally["added"] + tally["updated"],
        "numbers": _numbers(tally, tried=job.is_dry_run),
        "steps": _steps(job),
        "lead": _lead(job, tally, dead=dead),
        "outcome": show,
        "tabs": _tabs(job, tally, show),
        "owners": owners_form(request, job),
        "named_owners": _named_owners(job),
        "today": timezone.localdate(),
        "files_are_kept": files_are_kept(job),
        "kept_until": files_kept_until(job),
    }
    return {**context, **_listed(request, job, show)}


def _named_owners(job: Import) -> list[NamedOwner]:
    """Owners no list tells of: all after a try, later those who were settled."""
    if job.state not in (ImportState.DONE, ImportState.STOPPED):
        return []
    named = job.named_owners.select_related("teammate").order_by("-rows", "name")
    said = named if job.is_dry_run else named.exclude(teammate=None)
    return list(said[:MOST_SHOWN])


def owners_form(
    request: TeammateRequest, job: Import, sent: QueryDict | None = None
) -> OwnersForm | None:
    """Who the owners are whom its files name, once it is in; None where all are known."""
    is_in = job.state in (ImportState.DONE, ImportState.STOPPED) and not job.is_dry_run
    unsettled = owners_to_settle(job, request.user) if is_in else []
    return OwnersForm(unsettled, sent) if unsettled else None


def _shown(request: TeammateRequest, job: Import, tally: dict[str, int]) -> str:
    asked = request.GET.get("show", "")
    if asked in OUTCOMES:
        return asked
    order = ("refused", "unclear", "added", "updated", "skipped")
    return next((name for name in order if tally[name]), "added")


def _listed(request: TeammateRequest, job: Import, outcome: str) -> dict[str, Any]:
    """The rows under the tab: parties where they are in, else rows with their reasons."""
    try:
        after = max(0, int(request.GET.get("after", "0")))
    except ValueError:
        after = 0
    after = min(after, 2**62)
    here = f"?show={outcome}"
    if outcome in ("added", "updated") and not job.is_dry_run:
        changed = outcome == "updated"
        brought, following = parties_brought(job, request.user, changed=changed, after=after)
        return {
            "brought": brought,
            "next": f"{here}&after={following}#rows" if following else "",
        }
    rows = outcomes_of(job, outcome, after=after)
    more = len(rows) > 50
    following = rows[49].pk if more else 0
    return {"outcomes": rows[:50], "next": f"{here}&after={following}#rows" if more else ""}


def outcome_words(*, tried: bool) -> dict[str, str]:
    """What became, or would become, of rows."""
    if tried:
        return {
            "added": _("would be added"), "updated": _("would be updated"),
            "skipped": _("would be skipped"), "unclear": _("unclear"), "refused": _("refused"),
        }  # fmt: skip
    return {
        "added": _("added"), "updated": _("updated"), "skipped": _("skipped"),
        "unclear": _("unclear"), "refused": _("refused"),
    }  # fmt: skip


def _numbers(tally: dict[str, int], *, tried: bool) -> list[Tally]:
    tones: dict[str, Any] = {"unclear": "watch", "refused": "alarm"}
    words = outcome_words(tried=tried)
    return [Tally(tally[name], words[name], tones.get(name, "")) for name in OUTCOMES]


def _tabs(job: Import, tally: dict[str, int], show: str) -> list[Tab]:
    labels = {
        "added": _("Added"), "updated": _("Updated"), "skipped": _("Skipped"),
        "unclear": _("Unclear"), "refused": _("Refused"),
    }  # fmt: skip
    here = reverse("exchange:import", args=[job.pk])
    return [
        Tab(labels[name], f"{here}?show={name}#rows", tally[name], name == show)
        for name in OUTCOMES
    ]


def _steps(job: Import) -> list[Step]:
    """Files and columns, the try, the import."""
    tried = job.is_dry_run
    begun = not tried and job.state != ImportState.READY
    now = 3 if begun else 2 if tried else 1
    labels = (_("Files"), _("Columns"), _("Try"), _("Import"))
    return [
        Step(label, "past" if n < now else "now" if n == now else "")
        for n, label in enumerate(labels)
    ]


def _lead(job: Import, tally: dict[str, int], *, dead: bool) -> str:
    read = {"rows": f"{tally['rows']:,}"}
    if job.stage == UNDOING:
        return _("What this import made and changed is being taken back.")
    if dead or job.state == ImportState.STOPPED:
        return (
            _("Stopped after %(rows)s rows. What is in stays in; it can go on from there.")
            % read
        )
    if job.state == ImportState.UNDONE:
        return _("This import was undone. What it made is gone, what it changed is as before.")
    if job.state == ImportState.RUNNING:
        return _("Every row is read, none is written.") if job.is_dry_run else _("Going in.")
    if job.state == ImportState.DONE and job.is_dry_run:
        return _("%(rows)s rows were read and nothing was written.") % read
    if job.state == ImportState.DONE:
        return _("%(rows)s rows were read; this is what became of them.") % read
    count = job.files.count()
    said = ngettext(
        "%(n)s file. Look whether it was understood; nothing is written yet.",
        "%(n)s files. Look whether they were understood; nothing is written yet.",
        count,
    )
    return said % {"n": count}


class FileRow:
    """One file of an import, as its page shows it."""

    def __init__(self, file: ImportFile) -> None:
        self.file = file
        self.left_out = bool(file.shape.get("left_out"))
        self.is_table = file.form == "table"
        self.is_refused = file.is_done and not self.left_out and file.form == "refused"
        self.because = [told(each) for each in file.shape.get("because") or ()]
        self.preset = told(file.shape.get("preset", ""))

    @property
    def holds(self) -> str:
        """What it was taken for."""
        words = {
            "cards": _("An address book."), "mails": _("A mailbox."),
            "calendar": _("A calendar."),
            "unknown": _("Nobody has said what it holds."),
        }  # fmt: skip
        return words.get(self.file.table) or _(TABLES.get(self.file.table, ""))

    @property
    def chosen(self) -> str:
        """What of it goes in and what its parties are known again by, where somebody chose."""
        said = []
        mode = self.file.mapping.get("mode") or "both"
        if mode != "both":
            said.append(_("What to do: %(mode)s.") % {"mode": dict(MODES)[mode]})
        known_by = known_by_chosen(self.file)
        if known_by and known_by != KNOWN_BY:
            words = ", ".join(str(KNOWN_BY_WORDS[word][0]) for word in known_by)
            said.append(_("Known again by: %(words)s.") % {"words": words})
        return " ".join(said)

    @property
    def vendor(self) -> str:
        """Whose export it is, where that is known."""
        return VENDORS.get(self.file.vendor, "")

    @property
    def sure(self) -> str:
        """How sure that is: certain, likely, or a guess."""
        if not self.is_table:
            return _("certain")
        confidence = float(self.file.shape.get("confidence") or 0)
        return (
            _("certain")
            if confidence >= 0.9
            else _("likely")
            if confidence >= 0.6
            else _("look here")
        )

    @property
    def tone(self) -> str:
        """Amber where a person should look."""
        return "watch" if self.is_table and self.sure == _("look here") else ""

    @property
    def is_unknown(self) -> bool:
        return self.is_table and self.file.table == "unknown"
