"""Keeping lists as views: saved, shared, pinned among the tabs, opened first."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.desk.models import FirstView, PinnedView, SavedView
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.rules.filters import filter_as_json
from keepwell.desk.rules.listing import Listing
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless

ICONS = (
    "list", "star", "flag", "client", "people", "clock", "mail", "tag", "board", "measures",
    "calendar",
)  # fmt: skip
MOST_VIEWS = 200


@command
def save_view(
    name: str,
    listing: Listing,
    *,
    base: str,
    icon: str = "list",
    is_shared: bool = False,
    at: datetime,
    by: Teammate,
) -> SavedView:
    """Keep a list under a name; shared, everybody may open it."""
    many = SavedView.objects.filter(owner=by, dropped_at=None).count()
    full = _("You have %(most)s views. Drop one you need no more.") % {"most": MOST_VIEWS}
    refuse_unless(many < MOST_VIEWS, full)
    view = SavedView(owner=by, noun=listing.noun, created_at=at, changed_at=at)
    _put_name(view, name, icon, is_shared, at)
    _put_listing(view, listing, base)
    view.save(force_insert=True)
    record("saved_view", "view", view.pk, at=at, by=by, name=view.name, shared=is_shared)
    return view


def _put_name(view: SavedView, name: str, icon: str, is_shared: bool, at: datetime) -> None:
    view.name = " ".join(name.replace("\0", " ").split())[:80]
    refuse_unless(bool(view.name), _("Give the view a name."), field="name")
    same = SavedView.objects.filter(
        owner=view.owner, noun=view.noun, dropped_at=None, name=view.name
    )
    taken = _("You have a view called “%(name)s” already. Choose another name.")
    refuse_unless(
        not same.exclude(pk=view.pk).exists(), taken % {"name": view.name}, field="name"
    )
    view.icon = icon if icon in ICONS else ICONS[0]
    view.shared_at = (view.shared_at or at) if is_shared else None


def _put_listing(view: SavedView, listing: Listing, base: str) -> None:
    view.base = base if base in NOUNS[view.noun].views else "all"
    view.tree = filter_as_json(listing.tree) if listing.tree else {}
    view.q, view.sort, view.look = listing.q, listing.sort, listing.look
    view.by, view.of = listing.by, listing.of
    view.columns = listing.layout.as_text


def _hold_own(view: SavedView, by: Teammate) -> SavedView:
    view = hold(view)
    refuse_unless(view.dropped_at is None, _("This view was dropped."))
    other = _("This view is %(name)s’s. Save it as one of your own to change it.")
    refuse_unless(view.owner_id == by.pk, other % {"name": view.owner.name})
    return view


@command
def rewrite_view(
    view: SavedView, listing: Listing, *, base: str, at: datetime, by: Teammate
) -> SavedView:
    """Let a view hold what the list shows now."""
    view = _hold_own(view, by)
    before = _told(view)
    _put_listing(view, listing, base)
    view.changed_at = at
    view.save()
    record("rewrote_view", "view", view.pk, at=at, by=by, before=before, after=_told(view))
    return view


def _told(view: SavedView) -> dict[str, object]:
    names = ("tree", "sort", "columns", "q", "look", "by", "of")
    return {name: getattr(view, name) for name in names}


@command
def rename_view(
    view: SavedView, *, name: str, icon: str, is_shared: bool, at: datetime, by: Teammate
) -> SavedView:
    """Give a view another name or icon, share it, or keep it to oneself again."""
    view = _hold_own(view, by)
    before = [view.name, bool(view.shared_at)]
    _put_name(view, name, icon, is_shared, at)
    view.changed_at = at
    view.save()
    after = [view.name, is_shared]
    record("renamed_view", "view", view.pk, at=at, by=by, before=before, after=after)
    return view


@command
def drop_view(view: SavedView, *, at: datetime, by: Teammate) -> SavedView:
    """Put a view away; whoever had it among their tabs has it no more."""
    view = _hold_own(view, by)
    view.dropped_at = at
    view.save(update_fields=["dropped_at"])
    record("dropped_view", "view", view.pk, at=at, by=by, name=view.name)
    return view


@command
def bring_back_view(view: SavedView, *, at: datetime, by: Teammate) -> SavedView:
    """Take back that a view was dropped."""
    view = hold(view)
    refuse_unless(view.owner_id == by.pk, _("This view is somebody else’s."))
    refuse_unless(view.dropped_at is not None, _("This view is there already."))
    same = SavedView.objects.filter(owner=by, noun=view.noun, dropped_at=None, name=view.name)
    taken = _("You have a view called “%(name)s” already. Choose another name.")
    refuse_unless(not same.exists(), taken % {"name": view.name})
    view.dropped_at = None
    view.save(update_fields=["dropped_at"])
    record("brought_back_view", "view", view.pk, at=at, by=by, name=view.name)
    return view


@command
def pin_view(view: SavedView, *, at: datetime, by: Teammate) -> None:
    """Put a view among one's own tabs; once is enough."""
    # not for the record: which tabs somebody likes is no fact about anybody.
    PinnedView.objects.get_or_create(view=view, teammate=by, defaults={"pinned_at": at})


@command
def unpin_view(view: SavedView, *, by: Teammate) -> None:
    """Take a view from among one's own tabs."""
    # not for the record: as above.
    PinnedView.objects.filter(view=view, teammate=by).delete()


@command
def open_first(name: str, *, noun: str = "parties", by: Teammate) -> None:
    """Let one's list of a noun open with this view, by its name or id; '' as usual."""
    # not for the record: as above.
    if name:
        FirstView.objects.update_or_create(teammate=by, noun=noun, defaults={"name": name[:40]})
    else:
        FirstView.objects.filter(teammate=by, noun=noun).delete()
