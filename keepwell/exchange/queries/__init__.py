"""What imports and exports answer."""

from keepwell.exchange.queries.facts import facts_as_of

__all__ = ["facts_as_of"]
