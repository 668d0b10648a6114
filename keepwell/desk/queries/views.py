"""The views of the list of parties: each a tab, an address and a narrowing."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from keepwell.desk.queries.book import is_client
from keepwell.desk.queries.concerns import in_name_only, unowned
from keepwell.desk.queries.today import USUAL_CADENCE
from keepwell.desk.queries.waiting import gone_quiet, my_clients
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none
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
                firm = firm_or_none()
                cadence = firm.cadence_days if firm else USUAL_CADENCE
                return in_name_only(self.seen, self.on, cadence)
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

    def kept(self, rows: S, *what: Hashable) -> S:
        """Rows of which this is all one needs to know, as a set that says how it was made.

        For the views of the house, with nothing further asked of them: beside their name they
        depend on who looks, how far, on which day, and on the firm's usual rhythm.
        """
        seen, who = getattr(self.seen, "made", None), self.teammate
        if seen is None:
            return rows
        firm = firm_or_none() if "hollow" in what else None
        cadence = firm.cadence_days if firm else None
        shape = (seen, who.pk, who.role, self.on, cadence, *what)
        return made_of(rows, Made("rows", lambda *_shape: rows, shape))


def _holds(kind: str) -> Q:
    return Q(pk__in=Holding.objects.filter(kind=kind, until=None).values("party"))
