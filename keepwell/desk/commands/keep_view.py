"""Saving a view and putting it where one wants it, in one step."""

from datetime import datetime

from keepwell.desk.commands.views import open_first, pin_view, save_view
from keepwell.desk.models import SavedView
from keepwell.desk.rules.listing import Listing
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command


@command
def keep_view(
    listing: Listing,
    *,
    name: str,
    icon: str = "list",
    is_shared: bool = False,
    is_pinned: bool = False,
    is_first: bool = False,
    base: str,
    at: datetime,
    by: Teammate,
) -> SavedView:
    """Keep a list as a view, among one's tabs and opened first if that is wanted."""
    view = save_view(name, listing, base=base, icon=icon, is_shared=is_shared, at=at, by=by)
    if is_pinned:
        pin_view(view, at=at, by=by)
    if is_first:
        open_first(str(view.pk), noun=listing.noun, by=by)
    return view
