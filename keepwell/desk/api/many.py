"""One thing done to many parties, tasks or conversations by a worker, and undone as one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status

from keepwell.desk.api.asking import ApiRequest, now_by
from keepwell.desk.api.narrowed import view_named
from keepwell.desk.api.shapes.many import ManyIn, ManyOut
from keepwell.desk.commands.bulk import MOST_ROWS, begin_bulk_change, begin_bulk_undo
from keepwell.desk.models import BulkChange
from keepwell.desk.queries.bulk import change_in_words, changes_by, progress_of
from keepwell.desk.queries.bulk_facts import facts_for
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_tree import FILTER
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.listing import Listing
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.walls.queries import visible_parties

TAG = "Many at once"
of_parties = door_of("parties", TAG)
of_work = door_of("conversations", TAG)


def _offer(door: Router, noun: str, path: str) -> None:
    """What can be asked about many of one noun; its operations are named after the path."""

    def begin(request: ApiRequest, sent: ManyIn) -> Any:
        """Do one thing to many: each by itself, under the rules that hold for one. Who is
        refused is told with the reason; all of it can be undone."""
        verb, facts = facts_for(noun, sent.do, sent.facts, request.user)
        change = begin_bulk_change(
            verb, facts, noun=noun, ids=_chosen(request, noun, sent), **now_by(request)
        )
        return Status(202, _told(change))

    def listed(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
        """What one did to many of them at once, the newest first."""
        rows = changes_by(request.user).filter(noun=noun)
        return page_of(
            request, rows, asked, by=("-begun_at", "-pk"),
            told=lambda page: [_told(one) for one in page],
        )  # fmt: skip

    def one(request: ApiRequest, change_id: UUID) -> dict[str, Any]:
        """How far it is, and what became of it."""
        return _told(_own(request, noun, change_id))

    def undo(request: ApiRequest, change_id: UUID) -> Any:
        """Put all of it back, except what changed since."""
        change = _own(request, noun, change_id)
        return Status(202, _told(begin_bulk_undo(change, **now_by(request))))

    every = f"/{path}/many"
    for name, function, register in (
        (f"change_many_{path}", begin, door.post(every, response={202: ManyOut})),
        (f"list_changes_of_{path}", listed, door.get(every, response=Listed[ManyOut])),
        (
            f"get_change_of_{path}", one,
            door.get(every + "/{uuid:change_id}", response=ManyOut),
        ),
        (
            f"undo_change_of_{path}", undo,
            door.post(every + "/{uuid:change_id}/undo", response={202: ManyOut}),
        ),
    ):  # fmt: skip
        function.__name__ = name
        register(function)


_offer(of_parties, "parties", "parties")
_offer(of_work, "tasks", "tasks")
_offer(of_work, "conversations", "activities")


def _own(request: ApiRequest, noun: str, change_id: UUID) -> BulkChange:
    rows = changes_by(request.user).filter(noun=noun)
    found: BulkChange = get_object_or_404(rows, pk=change_id)
    return found


def _chosen(request: ApiRequest, noun: str, sent: ManyIn) -> QuerySet[Any]:
    """The ids of those named as far as they are seen, or of all that the list holds."""
    of = NOUNS[noun]
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    if sent.filter is None:
        return of.begin(viewer).filter(pk__in=sent.ids).values_list("pk", flat=True)
    one_of_them = _("Name the rows, or narrow the list: not both.")
    refuse_unless(not sent.ids, one_of_them, field="ids")
    view = view_named(of, sent.view)
    tree = parse_filter(sent.filter.replace("\0", ""), of.catalogue.fields)
    text = " ".join(sent.q.replace("\0", " ").split())
    try:
        rows = of.among(viewer, view, Listing(tree=tree, q=text))
    except Refused as no:
        raise Refused(no.because, field=FILTER) from None
    return rows.values_list("pk", flat=True)[: MOST_ROWS + 1]


def _told(change: BulkChange) -> dict[str, Any]:
    progress = progress_of(change)
    plain = ("id", "total", "begun_at", "finished_at", "undo_begun_at", "undone_at")
    counts = ("done", "changed", "refused", "restored", "kept")
    return {
        **{name: getattr(change, name) for name in plain},
        **{name: getattr(progress, name) for name in counts},
        "do": change.verb,
        "words": change_in_words(change),
        "left_alone": [{"id": one.pk, "because": one.because} for one in progress.left_alone],
    }
