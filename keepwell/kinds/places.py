"""The page of Settings that kinds add."""

from django.utils.translation import gettext_lazy as _

from keepwell.firm.places import Place
from keepwell.firm.rules import Act

PLACES = (
    Place(
        "kinds:policy", _("Kinds policy"), _("Who is a client, a customer, a user, and why"),
        Act.RUN_FIRM,
    ),
)  # fmt: skip
