"""Taking back, row by row, what an import made or changed, unless somebody changed it since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps

from keepwell.conversations.models import Activity, Presence
from keepwell.exchange.models import Import, Trace
from keepwell.exchange.queries.worked_on import changed_by_hand, touched_by_hand
from keepwell.fields.commands.take_in import take_back_own_value
from keepwell.kernel.words import keep as _kept
from keepwell.orders.models import Order, OrderLine
from keepwell.parties.models import Party
from keepwell.relationships.models import Ownership, Relationship, StageChange
from keepwell.usage.models import Use
from keepwell.walls.models import Sight

AT_ONCE = 500
# Made by the import and named by the values they were made with, not by an id.
NAMED_BY = {
    "parties.PartyName": ("party", "text"),
    "parties.ContactPoint": ("party", "kind", "normal"),
    "parties.PostalAddress": ("party", "street", "city"),
    "parties.ExternalId": ("source", "external_id"),
    "parties.LooseTie": ("party", "role", "source", "external_id"),
    "parties.Tie": ("party", "role", "other"),
    "orders.OrderLine": ("key",),
    "usage.Use": ("key",),
    "firm.TeammateAlias": ("source", "external_id"),
}
# What stands or falls with its party: where the import made that, too, nothing is put back.
OF_PARTIES = ("parties.Party", "relationships.Relationship")
# What an import made and what is decided on when everything else is back.
AFTER_ALL = ("parties.Party", "firm.Teammate", "parties.Merge", "fields.OwnField")
# How the journal calls what stands in rows of their own.
WRITTEN_AS = {
    "parties.PartyName": "name", "parties.PostalAddress": "address", "parties.Tie": "tie",
}  # fmt: skip
WORDS = {
    "conversations.Activity": "activity",
    "conversations.Task": "task",
    "agreements.Agreement": "agreement",
    "relationships.Opportunity": "opportunity",
    "relationships.Relationship": "relationship",
    "parties.Party": "party",
    "orders.Order": "order",
    "firm.Teammate": "teammate",
}


class TakenBack:
    """One undoing: what goes, what stays and why, and whom it concerns."""

    def __init__(self, job: Import) -> None:
        self.job = job
        made = Trace.objects.filter(job=job, noun="parties.Party", before__isnull=True)
        self.made = {UUID(id_) for id_ in made.values_list("noun_id", flat=True).iterator()}
        self.concerned: set[UUID] = set()
        self.kept: list[dict[str, str]] = []
        self.unclaimed: list[tuple[UUID, str]] = []
        self.ended: list[UUID] = []
        self.orders: set[UUID] = set()
        self.contact_changed = False

    def keep(self, noun: str, id_: str, name: str, because: str) -> None:
        """Something stays; say what and why."""
        self.kept.append({"noun": noun, "id": id_, "name": name[:300], "because": because})

    def rows(self, traces: Sequence[Trace]) -> None:
        """Take back these traces, which come newest first."""
        run: list[Trace] = []
        for trace in traces:
            if run and (trace.noun, _sort(trace)) != (run[0].noun, _sort(run[0])):
                self._alike(run)
                run = []
            run.append(trace)
        if run:
            self._alike(run)

    def _alike(self, traces: Sequence[Trace]) -> None:
        """Traces of one noun and sort that stand together."""
        noun, sort = traces[0].noun, _sort(traces[0])
        for start in range(0, len(traces), AT_ONCE):
            some = traces[start : start + AT_ONCE]
            if noun in AFTER_ALL and sort == "made":
                continue  # decided when everything else is back
            if noun == "relationships.Relationship" and sort == "made":
                self._relationships(some)
            elif sort == "made" and noun in NAMED_BY:
                self._named(noun, some)
            elif sort == "made":
                self._made(noun, some)
            elif sort == "removed":
                self._removed(noun, some)
            elif noun == "fields.OwnValue":
                self._own_values(some)
            elif noun == "kinds.Holding":
                self.ended += [UUID(trace.noun_id) for trace in some]
            elif noun == "usage.Use":
                self._nobodys_uses(some)
            else:
                self._changed(noun, some)

    def _named(self, noun: str, traces: Sequence[Trace]) -> None:
        model: Any = apps.get_model(noun)
        if noun in ("orders.OrderLine", "usage.Use"):
            rows = model.objects.filter(key__in=[t.after["key"] for t in traces if t.after])
            if model is OrderLine:
                self.orders.update(rows.values_list("order_id", flat=True))
            whose = "order__party" if model is OrderLine else "party"
            self._concern(rows.values_list(whose, flat=True).distinct())
            rows.delete()
            return
        named = [{name: (t.after or {}).get(name) for name in NAMED_BY[noun]} for t in traces]
        parties = {UUID(found["party"]) for found in named if found.get("party")} - self.made
        by_hand = changed_by_hand(parties, self.job.created_at)
        for found in named:
            party = UUID(found["party"]) if found.get("party") else None
            if party in self.made:
                continue  # goes or stays with its party
            rows = self._rows_named(noun, found)
            if party:
                self.concerned.add(party)
            if noun == "parties.Tie":
                self.concerned.add(UUID(found["other"]))
            words = by_hand.get((party, WRITTEN_AS.get(noun) or found.get("kind")), set())
            if party and self._changed_since(party, rows, found, words):
                continue
            if noun == "parties.ContactPoint" and found["kind"] == "email" and party:
                self.unclaimed.append((party, str(found["normal"])))
            model.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def _rows_named(self, noun: str, found: dict[str, Any]) -> list[Any]:
        model: Any = apps.get_model(noun)
        rows = model.objects.filter(**found)
        if noun == "parties.Tie":  # an earlier time with them, over before, was there
            return list(rows.filter(ends_on=None))
        whose = "party_id" if noun == "parties.ExternalId" else "pk"
        return [row for row in rows if getattr(row, whose) not in self.made]

    def _changed_since(
        self, party: UUID, rows: Sequence[Any], found: dict[str, Any], words: set[str]
    ) -> bool:
        """Whether somebody wrote to what the import added; then it stays, and is listed."""
        own = {value for name, value in found.items() if name not in ("party", "kind", "role")}
        for row in rows:
            own |= {getattr(row, name, "") for name in ("value", "label", "kind", "title")}
        if not words & (own - {"", None}):
            return False
        name = Party.objects.filter(pk=party).values_list("name", flat=True).first() or ""
        self.keep("party", str(party), name, _kept("Somebody changed it since."))
        return True

    def _own_values(self, traces: Sequence[Trace]) -> None:
        for trace in traces:
            before, after = trace.before or {}, trace.after or {}
            party, field = UUID(after["party"]), UUID(after["field"])
            if party in self.made:
                continue  # goes or stays with its party
            self.concerned.add(party)
            cells = {"before": before["cells"], "after": after["cells"]}
            if not take_back_own_value(party, field, **cells, at=self.job.created_at):
                name = Party.objects.filter(pk=party).values_list("name", flat=True).first()
                self.keep("party", str(party), name or "", _kept("Somebody changed it since."))

    def _nobodys_uses(self, traces: Sequence[Trace]) -> None:
        """Events that were here before, and somebody's only by this import."""
        for trace in traces:
            after = trace.after or {}
            theirs = Use.objects.filter(pk__in=after["ids"], party=after["party_id"])
            theirs.update(party=None)
            self.concerned.add(UUID(after["party_id"]))

    def _made(self, noun: str, traces: Sequence[Trace]) -> None:
        model: Any = apps.get_model(noun)
        ids = [UUID(trace.noun_id) for trace in traces]
        by_hand = touched_by_hand(WORDS[noun], ids)
        for row in model.objects.filter(pk__in=by_hand):
            self.keep(WORDS[noun], str(row.pk), str(row), _kept("Somebody changed it since."))
        gone = [pk for pk in ids if pk not in by_hand]
        if model is Activity:
            self.contact_changed = True
            with_them = Presence.objects.filter(activity__in=gone).exclude(party=None)
            self.concerned.update(with_them.values_list("party_id", flat=True))
        else:
            self._concern(model.objects.filter(pk__in=gone).values_list("party_id", flat=True))
        model.objects.filter(pk__in=gone).delete()

    def _concern(self, parties: Iterable[UUID | None]) -> None:
        self.concerned.update(party for party in parties if party)

    def _relationships(self, traces: Sequence[Trace]) -> None:
        ids = [UUID(t.noun_id) for t in traces if UUID(t.noun_id) not in self.made]
        by_hand = touched_by_hand("relationship", ids)
        for party in Party.objects.filter(pk__in=by_hand):
            self.keep(
                "relationship", str(party.pk), party.name, _kept("Somebody changed it since.")
            )
        gone = [pk for pk in ids if pk not in by_hand]
        self.concerned.update(gone)
        Ownership.objects.filter(party__in=gone).delete()
        Sight.objects.filter(party__in=gone, because="owner").delete()
        Relationship.objects.filter(pk__in=gone).delete()

    def _removed(self, noun: str, traces: Iterable[Trace]) -> None:
        """Rows the import took away, such as a loose tie that became one."""
        model: Any = apps.get_model(noun)
        there = set(Party.objects.filter(
            pk__in={(t.before or {})["party"] for t in traces}
        ).values_list("pk", flat=True))  # fmt: skip
        model.objects.bulk_create(
            [
                model(
                    party_id=UUID(row["party"]),
                    **{n: v for n, v in row.items() if n != "party"},
                )
                for t in traces
                if (row := t.before or {}) and UUID(row["party"]) in there
            ],
            ignore_conflicts=True,
        )

    def _changed(self, noun: str, traces: Sequence[Trace]) -> None:
        model: Any = apps.get_model(noun)
        key = model._meta.pk
        rows = {}
        if noun not in NAMED_BY:
            rows = model.objects.in_bulk([key.to_python(trace.noun_id) for trace in traces])
        for trace in traces:
            if noun in NAMED_BY:
                after = trace.after or {}
                names = {name: after.get(name) for name in NAMED_BY[noun]}
                row = model.objects.filter(**names).first()
            else:
                row = rows.get(key.to_python(trace.noun_id))
            if row is not None and not (noun in OF_PARTIES and row.pk in self.made):
                self._put_back(noun, row, trace)

    def _put_back(self, noun: str, row: Any, trace: Trace) -> None:
        before, after = trace.before or {}, trace.after or {}
        changed: list[str] = []
        stays: list[str] = []
        for name, value in before.items():
            field = row._meta.get_field(name)
            now = getattr(row, field.attname)
            if now == before_of(field, after.get(name)):
                setattr(row, field.attname, before_of(field, value))
                changed.append(field.name)
            elif now != before_of(field, value):
                stays.append(str(getattr(field, "verbose_name", name)))
        if changed:
            row.save(update_fields=changed)
        if stays:
            because = _kept("Changed since: %(fields)s.", fields=stays)
            self.keep(WORDS.get(noun, noun), str(row.pk), _name_of(row), because)
        self._after_putting_back(noun, row, before, after)

    def _after_putting_back(
        self, noun: str, row: Any, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        party = row.pk if noun == "parties.Party" else getattr(row, "party_id", None)
        if party:
            self.concerned.add(party)
        if after.get("party_id"):
            self.concerned.add(UUID(after["party_id"]))
        if noun == "conversations.Presence":
            self.contact_changed = True
        if "stage" in before and row.stage == before["stage"]:
            moves = StageChange.objects.filter(party=party, by=None, pk__gt=self.job.pk)
            moves.filter(before=before["stage"], after=after["stage"]).delete()
        if noun == "relationships.Relationship" and after.get("owner_id") and not row.owner_id:
            owner = UUID(after["owner_id"])
            Ownership.objects.filter(party=party, teammate=owner, until=None).delete()
            Sight.objects.filter(party=party, teammate=owner, because="owner").delete()
            Relationship.objects.filter(pk=row.pk).update(owner_since=None)

    def emptied_orders(self) -> None:
        """Orders whose lines are all gone go, too; others are summed up again."""
        left: dict[UUID, Any] = defaultdict(int)
        ids = sorted(self.orders)
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            for order, quantity, unit in OrderLine.objects.filter(order__in=part).values_list(
                "order_id", "quantity", "unit_minor"
            ):
                left[order] += quantity * unit
            Order.objects.filter(pk__in=part).exclude(pk__in=left).delete()
        Order.objects.bulk_update(
            [Order(pk=pk, total_minor=int(total)) for pk, total in left.items()],
            ["total_minor"],
            batch_size=AT_ONCE,
        )

    def unclaim(self) -> None:
        """Mails that came since to an address its party no longer has wait for somebody."""
        for party, address in self.unclaimed:
            waiting = Presence.objects.filter(party=party, address=address)
            waiting = waiting.filter(activity__gt=self.job.pk)
            if waiting.update(party=None, inbound=False, outbound=False, two_way=False):
                self.contact_changed = True


def before_of(field: Any, value: Any) -> Any:
    """The value as the field holds it; traces keep plain JSON."""
    if value is None or value == "":
        return value
    return field.target_field.to_python(value) if field.is_relation else field.to_python(value)


def _sort(trace: Trace) -> str:
    if trace.before is None:
        return "made"
    return "removed" if trace.after is None else "changed"


def _name_of(row: Any) -> str:
    party = getattr(row, "party", None)
    return str(party) if isinstance(row, Relationship) and party else str(row)
