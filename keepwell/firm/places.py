"""The pages of Settings, each room telling its own; `SETTINGS_PLACES` lists the rooms."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.ui.parts import Row


@dataclass(frozen=True, slots=True)
class Place:
    """A page of Settings: what it is called, what is there, who may go."""

    url_name: str
    label: str | Promise
    note: str | Promise
    act: Act | None = None


PLACES = (
    Place("firm:me", _("You"), _("Your name, language, time zone, and when you are away")),
    Place(
        "firm:security", _("Signing in"), _("Password, second factor, where you are signed in")
    ),
    Place("firm:tokens", _("Access tokens"), _("What your own programs come in by")),
    Place("firm:teammates", _("Teammates"), _("Who works here, in which role, who is away")),
    Place("firm:teams", _("Teams"), _("Teammates who share a book"), Act.RUN_FIRM),
    Place(
        "firm:firm", _("The firm"), _("Name, mail domains, time zone, currency"), Act.RUN_FIRM
    ),
    Place("firm:hours", _("Hours and holidays"), _("When the firm works"), Act.RUN_FIRM),
)


def places_for(teammate: Teammate) -> list[Row]:
    """The pages of Settings this teammate may go to, over all rooms."""
    every = (place for path in settings.SETTINGS_PLACES for place in import_string(path))
    return [
        Row(str(place.label), reverse(place.url_name), str(place.note))
        for place in every
        if place.act is None or may(teammate.role, place.act)
    ]
