"""Addresses that are nobody: machines, lists, mail that never needs an answer."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.firm.charge import firm_changed
from keepwell.firm.models import Firm, Teammate
from keepwell.firm.queries import the_firm
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless


@command
def ignore_address(address: str, *, at: datetime, by: Teammate | None) -> Firm:
    """Say that an address is nobody: what it writes is never contact and waits for no one.

    Whoever meets the address may say so; `heed_address` takes it back.
    """
    address = address.strip().lower()
    firm = hold(the_firm())
    already = _("%(address)s counts as nobody already.")
    known = {word.lower() for word in firm.machine_addresses}
    refuse_unless(address not in known, already % {"address": address}, field="address")
    firm.machine_addresses = [*firm.machine_addresses, address]
    firm.save(update_fields=["machine_addresses"])
    firm_changed()
    record("ignored_address", "firm", None, at=at, by=by, address=address)
    return firm


@command
def heed_address(address: str, *, at: datetime, by: Teammate | None) -> Firm:
    """Take back that an address is nobody: its mails wait again for somebody to claim them."""
    address = address.strip().lower()
    firm = hold(the_firm())
    known = [word.lower() for word in firm.machine_addresses]
    not_so = _("%(address)s does not count as nobody.")
    refuse_unless(address in known, not_so % {"address": address}, field="address")
    kept = [word for word in firm.machine_addresses if word.lower() != address]
    firm.machine_addresses = kept
    firm.save(update_fields=["machine_addresses"])
    firm_changed()
    record("heeded_address", "firm", None, at=at, by=by, address=address)
    return firm
