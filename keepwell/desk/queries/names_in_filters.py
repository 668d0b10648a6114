"""The names of teammates, teams and parties that a filter mentions, and whom one may choose."""

from collections.abc import Iterable, Mapping

from keepwell.desk.rules.filter_fields import FIELDS, Field, Sort
from keepwell.desk.rules.filter_tree import Group, conditions_in, is_id
from keepwell.firm.models import Team, Teammate
from keepwell.firm.queries import teammates
from keepwell.parties.models import PartyQuerySet


def names_in(
    *trees: Group,
    fields: Mapping[str, Field] = FIELDS,
    seen: PartyQuerySet | None = None,
) -> dict[str, str]:
    """Names by id or address, as the filter wrote them; at most three queries.

    Parties are named as far as they are among those `seen`.
    """
    return names_of([(tree, fields) for tree in trees], seen)


def names_of(
    asked: Iterable[tuple[Group, Mapping[str, Field]]], seen: PartyQuerySet | None = None
) -> dict[str, str]:
    """The same of filters of several nouns, each with the fields of its own."""
    people: set[str] = set()
    teams: set[str] = set()
    parties: set[str] = set()
    for tree, fields in asked:
        for one in conditions_in(tree):
            field = fields[one.field]
            if field.sort is Sort.TEAMMATE:
                people.update(set(one.values) - set(field.choices))
            elif field.sort is Sort.TEAM:
                teams.update(set(one.values) - set(field.choices))
            elif field.sort is Sort.PARTY:
                parties.update(value for value in one.values if is_id(value))
    found: dict[str, str] = {}
    if people:
        for who in Teammate.objects.all():
            found.update({str(who.pk): who.name, who.email: who.name})
    if teams:
        found.update({str(team.pk): team.name for team in Team.objects.all()})
    if parties and seen is not None:
        named = seen.filter(pk__in=parties).values_list("pk", "name")
        found.update({str(pk): name for pk, name in named})
    return found


def values_of(sort: Sort) -> list[tuple[str, str]]:
    """Who works here, or which teams there are, for fields of that sort."""
    if sort is Sort.TEAMMATE:
        return [(str(one.pk), one.name) for one in teammates() if one.is_active]
    if sort is Sort.TEAM:
        return [(str(one.pk), one.name) for one in Team.objects.order_by("name", "pk")]
    return []
