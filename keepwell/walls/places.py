"""The pages of Settings that walls add."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place
from keepwell.firm.rules import Act

PLACES = (
    Place("walls:reach", _("Who sees what"), _("How far each role sees"), Act.RUN_FIRM),
    Place("walls:walls", _("Walls"), _("Who must not see whom, and why"), Act.BUILD_WALLS),
)
