"""Every reaction in the house, on one page."""

from keepwell.kernel.news import Wiring

WIRING: Wiring = {}
