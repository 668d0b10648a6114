"""The page of Settings that the desk adds."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place
from keepwell.firm.rules import Act

PLACES = (Place("desk:journal", _("Journal"), _("Who did what, and when"), Act.RUN_FIRM),)
