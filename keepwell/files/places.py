"""The page of Settings that files add."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place
from keepwell.firm.rules import Act

PLACES = (
    Place("files:stock", _("Files"), _("How much is kept, and what may be kept"), Act.RUN_FIRM),
)
