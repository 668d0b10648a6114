"""The page of Settings that tells of the API."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place

PLACES = (Place("api_page", _("API"), _("What programs can do here, to read and to try")),)
