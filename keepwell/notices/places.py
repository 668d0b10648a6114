"""The page of Settings that notices add."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place

PLACES = (Place("notices:preferences", _("Notices"), _("What you are told, here and by mail")),)
