"""The views of the list of parties: each a tab, an address and a narrowing."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext_lazy as _

from keepwell.desk.queries.book import is_client
from keepwell.desk.queries.concerns import in_name_only, unowned
from keepwell.desk.queries.waiting import gone_quiet, my_clients
from keepwell.desk.rules.filter_tree import Group, means_always_the_same
from keepwell.fields.rules.definitions import definitions
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none, usual_cadence
from keepwell.kernel.spelt import Made, made_of
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import Nature, PartyQuerySet
from keepwell.ui.addresses import address

S = TypeVar("S", bound=QuerySet[Any, Any])
ALL = "all"
NAMES = {
    "mine": _("My clients"),
    "quiet": _("Going quiet"),
    "hollow": _("In name only"),
    "unowned": _("Unowned"),
    "clients": _("All clients"),
    "prospects": _("Prospects"),
    "customers": _("Customers"),
    "people": _("People"),
    ALL: _("All"),
}
TONES = {"quiet": "watch", "hollow": "watch", "unowned": "alarm"}


def href_of(name: str, **further: str) -> str:
    """The address of a view."""
    return f"{address('desk:parties')}?{urlencode({'view': name, **further})}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, at what they may see, on which day."""

    teammate: Teammate
    seen: PartyQuerySet
    on: date

    def narrow(self, view: str) -> PartyQuerySet:
        """What this view holds; a view nobody knows holds everything."""
        match view:
            case "mine":
                return my_clients(self.seen, self.teammate)
            case "quiet":
                mine = self.seen.filter(relationship__owner=self.teammate)
                return gone_quiet(self.seen if self.teammate.is_manager else mine, self.on)
            case "hollow":
                return in_name_only(self.seen, self.on, usual_cadence())
            case "unowned":
                return unowned(self.seen)
            case "clients":
                return self.seen.filter(is_client())
            case "prospects":
                return self.seen.filter(_holds(Kind.PROSPECT))
            case "customers":
                return self.seen.filter(_holds(Kind.CUSTOMER))
            case "people":
                return self.seen.filter(nature=Nature.PERSON)
        return self.seen

    def kept(self, rows: S, view: str, tree: Group, *what: Hashable) -> S:
        """The rows of a view of the house, filtered, as a set that says how it was made.

        Beside that they depend on who looks, how far, on which day by which clock, on the
        firm's usual rhythm and on the fields it defined; `what` says all the rest.
        """
        seen, who = getattr(self.seen, "made", None), self.teammate
        if seen is None or not means_always_the_same(tree):
            return rows
        firm = firm_or_none() if view == "hollow" else None
        cadence = firm.cadence_days if firm else None
        asked = (tree, get_current_timezone_name(), *definitions().values()) if tree else ()
        shape = (seen, who.pk, who.role, self.on, cadence, view, asked, *what)
        return made_of(rows, Made("rows", lambda *_shape: rows, shape))


def _holds(kind: str) -> Q:
    return Q(pk__in=Holding.objects.filter(kind=kind, until=None).values("party"))
