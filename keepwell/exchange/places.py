"""The page of Settings that exchange adds."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place

PLACES = (Place("exchange:hooks", _("Webhooks"), _("Other tools that hear what happens")),)
