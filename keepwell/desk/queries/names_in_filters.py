"""The names of teammates and teams that a filter mentions, and those one may choose from."""

from keepwell.desk.rules.filter_fields import FIELDS, Sort
from keepwell.desk.rules.filter_tree import Group, conditions_in
from keepwell.firm.models import Team, Teammate
from keepwell.firm.queries import teammates


def names_in(*trees: Group) -> dict[str, str]:
    """Names by id or address, as the filter wrote them; at most two queries."""
    people, teams = set(), set()
    for tree in trees:
        for asked in conditions_in(tree):
            field = FIELDS[asked.field]
            if field.sort is Sort.TEAMMATE:
                people.update(set(asked.values) - set(field.choices))
            elif field.sort is Sort.TEAM:
                teams.update(set(asked.values) - set(field.choices))
    found: dict[str, str] = {}
    if people:
        for one in Teammate.objects.all():
            found.update({str(one.pk): one.name, one.email: one.name})
    if teams:
        found.update({str(one.pk): one.name for one in Team.objects.all()})
    return found


def values_of(sort: Sort) -> list[tuple[str, str]]:
    """Who works here, or which teams there are, for fields of that sort."""
    if sort is Sort.TEAMMATE:
        return [(str(one.pk), one.name) for one in teammates() if one.is_active]
    if sort is Sort.TEAM:
        return [(str(one.pk), one.name) for one in Team.objects.order_by("name", "pk")]
    return []
