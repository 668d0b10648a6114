"""The views of the list of parties: each a tab, an address and a narrowing."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.desk.queries.book import is_client
from keepwell.desk.queries.concerns import in_name_only, unowned
from keepwell.desk.queries.today import USUAL_CADENCE
from keepwell.desk.queries.waiting import gone_quiet, my_clients
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import Nature, PartyQuerySet
from keepwell.ui.addresses import address

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


def _holds(kind: str) -> Q:
    return Q(pk__in=Holding.objects.filter(kind=kind, until=None).values("party"))
