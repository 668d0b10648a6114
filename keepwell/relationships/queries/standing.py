"""How the firm stands to one party."""

from keepwell.parties.models import Party
from keepwell.relationships.models import Relationship


def relationship_of(party: Party) -> Relationship | None:
    """The relationship with this party, if there is one."""
    return Relationship.objects.filter(pk=party.pk).select_related("owner").first()
