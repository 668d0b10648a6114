"""The pages of Settings that own fields add."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place
from keepwell.firm.rules import Act

PLACES = (
    Place(
        "fields:fields", _("Own fields"), _("What else is known of parties here"), Act.RUN_FIRM
    ),
    Place(
        "fields:tags", _("Tags"), _("Words in colour that parties are found by"), Act.RUN_FIRM
    ),
)
