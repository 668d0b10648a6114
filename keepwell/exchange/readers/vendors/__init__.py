"""Whose export a table is, what its columns hold, and what its words mean here."""

from keepwell.exchange.readers.vendors.columns import ColumnGuess, plain_header
from keepwell.exchange.readers.vendors.ids import (
    canonical_external_id,
    same_salesforce_id,
    table_of_id,
)
from keepwell.exchange.readers.vendors.mappings import (
    KNOWN_BY,
    Mapping,
    facts_reader,
    known_by_of,
    mapping_from_json,
    propose_mapping,
)
from keepwell.exchange.readers.vendors.recognise import Recognition, Vendor, recognise_table

__all__ = [
    "KNOWN_BY",
    "ColumnGuess",
    "Mapping",
    "Recognition",
    "Vendor",
    "canonical_external_id",
    "facts_reader",
    "known_by_of",
    "mapping_from_json",
    "plain_header",
    "propose_mapping",
    "recognise_table",
    "same_salesforce_id",
    "table_of_id",
]
