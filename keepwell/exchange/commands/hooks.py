"""Webhooks: asked for, told in the transaction of what happened, sent by a worker, given up."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from keepwell.exchange.models import Delivery, Hook
from keepwell.exchange.queries.hooks import hooks_for, seen_among
from keepwell.exchange.rules.hooks import (
    EVENTS,
    GONE,
    TEST,
    fits_as_address,
    is_failing_too_long,
    new_secret,
    next_try,
)
from keepwell.exchange.sending import Sent
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless

MOST = 20
DELIVER = "exchange.deliver"


@command
def ask_to_hear(teammate: Teammate, *, url: str, events: Iterable[str], at: datetime) -> Hook:
    """Ask that these events be told to an address, as far as this teammate may see them."""
    chosen = _chosen(events)
    _must_fit(url)
    mine = Hook.objects.filter(teammate=teammate).count()
    many = _("You have %(most)s webhooks. Remove one that is not needed any more.")
    refuse_unless(mine < MOST, many % {"most": MOST})
    hook = Hook.objects.create(
        teammate=teammate, url=url, events=chosen, secret=new_secret(), made_at=at
    )
    record("ask_to_hear", "webhook", hook.pk, at=at, by=teammate, url=url, events=chosen)
    return hook


def _chosen(events: Iterable[str]) -> list[str]:
    wanted = set(events)
    chosen = [event for event in EVENTS if event in wanted]
    fits = bool(chosen) and len(chosen) == len(wanted)
    refuse_unless(fits, _("Choose at least one event of the list."), field="events")
    return chosen


def _must_fit(url: str) -> None:
    fits = len(url) <= 500 and fits_as_address(url, private_too=settings.WEBHOOKS_PRIVATE)
    said = _("Give an address such as https://tool.example/hook; private ones are not told.")
    refuse_unless(fits, said, field="url")


@command
def change_hook(
    hook: Hook, *, url: str, events: Iterable[str], at: datetime, by: Teammate
) -> Hook:
    """Tell another address or other events."""
    hook, chosen = hold(hook), _chosen(events)
    _must_fit(url)
    before = [hook.url, hook.events]
    hook.url, hook.events = url, chosen
    hook.save(update_fields=["url", "events"])
    record(
        "change_hook", "webhook", hook.pk, at=at, by=by,
        url=[before[0], url], events=[before[1], chosen],
    )  # fmt: skip
    return hook


@command
def renew_secret(hook: Hook, *, at: datetime, by: Teammate) -> Hook:
    """Sign with a new secret from now on."""
    hook = hold(hook)
    hook.secret = new_secret()
    hook.save(update_fields=["secret"])
    record("renew_secret", "webhook", hook.pk, at=at, by=by)
    return hook


@command
def disable_hook(hook: Hook, *, because: str, at: datetime, by: Teammate | None) -> Hook:
    """Tell nothing more to this address until it is enabled again."""
    hook = hold(hook)
    refuse_unless(hook.disabled_at is None, _("This webhook is off already."))
    hook.disabled_at, hook.because = at, because[:300]
    hook.save(update_fields=["disabled_at", "because"])
    record("disable_hook", "webhook", hook.pk, at=at, by=by, because=because)
    return hook


@command
def enable_hook(hook: Hook, *, at: datetime, by: Teammate) -> Hook:
    """Tell this address again, from now on; what was missed can be sent again by hand."""
    hook = hold(hook)
    refuse_unless(hook.disabled_at is not None, _("This webhook is on already."))
    hook.disabled_at, hook.failing_since, hook.because = None, None, ""
    hook.save(update_fields=["disabled_at", "failing_since", "because"])
    record("enable_hook", "webhook", hook.pk, at=at, by=by)
    return hook


@command
def remove_hook(hook: Hook, *, at: datetime, by: Teammate) -> None:
    """Forget an address and what was told to it."""
    hook = hold(hook)
    record("remove_hook", "webhook", hook.pk, at=at, by=by, url=hook.url)
    hook.delete()


@command
def tell_hooks(event: str, party_ids: Sequence[UUID], *, at: datetime, **facts: Any) -> int:
    """Put what happened into the outbox of each hook that asked and may see it. Counts them."""
    # not for the record: what happened is; this tells it to others.
    found = 0
    for hook in hooks_for(event):
        seen = seen_among(hook.teammate, party_ids)
        if seen:
            _post(hook, event, at, {"party_ids": seen, **facts})
            found += 1
    return found


@command
def send_test(hook: Hook, *, at: datetime, by: Teammate) -> Delivery:
    """Tell the address something, to see that it arrives."""
    delivery = _post(hook, TEST, at, {"hello": "Keepwell"})
    record("send_test", "webhook", hook.pk, at=at, by=by)
    return delivery


def _post(hook: Hook, event: str, at: datetime, facts: dict[str, Any]) -> Delivery:
    delivery = Delivery.objects.create(
        hook=hook, event=event, happened_at=at, facts=facts, next_at=at
    )
    enqueue(DELIVER, str(delivery.pk))
    return delivery


@command
def send_again(delivery: Delivery, *, at: datetime, by: Teammate) -> Delivery:
    """Tell the same once more, under the same id."""
    delivery = hold(delivery)
    delivery.tries, delivery.next_at = 0, at
    delivery.delivered_at = delivery.given_up_at = None
    delivery.save(update_fields=["tries", "next_at", "delivered_at", "given_up_at"])
    enqueue(DELIVER, str(delivery.pk))
    record("send_again", "webhook", delivery.hook_id, at=at, by=by, delivery=str(delivery.pk))
    return delivery


@command
def note_delivery(delivery: Delivery, sent: Sent, *, at: datetime) -> bool:
    """Keep what came of a try; after too long without success the hook is switched off.

    Says whether it was switched off by this.
    """
    # not for the record: the log is the row itself; that a hook ends is on record.
    delivery, hook = hold(delivery), hold(delivery.hook)
    delivery.tries, delivery.last_at = delivery.tries + 1, at
    delivery.status, delivery.because = sent.status, sent.because[:300]
    delivery.next_at = None
    if sent.arrived:
        delivery.delivered_at, hook.failing_since = at, None
    else:
        hook.failing_since = hook.failing_since or at
        delivery.next_at = next_try(delivery.tries, at)
        delivery.given_up_at = None if delivery.next_at else at
    delivery.save()
    hook.save(update_fields=["failing_since"])
    ends = sent.status == GONE or is_failing_too_long(hook.failing_since, at)
    if hook.disabled_at is None and ends and not sent.arrived:
        disable_hook(hook, because=sent.because or str(sent.status), at=at, by=None)
        return True
    if delivery.next_at is not None:
        enqueue(DELIVER, str(delivery.pk), due_at=delivery.next_at)
    return False


@command
def give_up_delivery(delivery: Delivery, *, because: str, at: datetime) -> Delivery:
    """Tell it no more: its teammate may not see it now, or the hook is off."""
    # not for the record: see `note_delivery`.
    delivery.given_up_at, delivery.next_at, delivery.because = at, None, because[:300]
    delivery.save(update_fields=["given_up_at", "next_at", "because"])
    return delivery


@command
def forget_deliveries(*, before: datetime) -> int:
    """Forget what was told, or given up, before this day."""
    # not for the record: a log of thirty days.
    return Delivery.objects.filter(happened_at__lt=before).delete()[0]
