"""What a list of orders can be asked."""

from keepwell.desk.rules.catalogue import REPORT, TABLE, Catalogue, Gathering
from keepwell.desk.rules.columns import DAYS, FILLED, MONEY, Column
from keepwell.desk.rules.filter_fields import Field, Sort
from keepwell.kernel.words import gettext_noop

_FIELDS = (
    Field("party", gettext_noop("Bought by"), Sort.PARTY),
    Field("day", gettext_noop("Ordered"), Sort.MOMENT, always=True),
    Field("amount", gettext_noop("Amount"), Sort.AMOUNT, always=True),
    Field("currency", gettext_noop("Currency"), Sort.WORD, always=True),
    Field("source", gettext_noop("Came from"), Sort.WORD, always=True),
    Field("number", gettext_noop("Order number"), Sort.TEXT, always=True),
)
_COLUMNS = (
    Column("number", gettext_noop("Order"), "number"),
    Column("party", gettext_noop("Bought by"), "", FILLED, fold="start"),
    Column("day", gettext_noop("Ordered"), "day", DAYS, right=True, fold="end"),
    Column("currency", gettext_noop("Currency")),
    Column("amount", gettext_noop("Amount"), "amount", MONEY, right=True, fold="top"),
    Column("source", gettext_noop("Came from")),
    Column("customer_no", gettext_noop("Customer number"), "", FILLED),
    Column("address", gettext_noop("E-mail")),
)
ORDERS = Catalogue(
    "orders",
    {one.name: one for one in _FIELDS},
    {one.name: one for one in _COLUMNS},
    ("number", "party", "source", "day", "amount"),
    ("number", "day", "amount"),
    "-day",
    asks=("party",),
    starts=("day", "year"),
    looks=(TABLE, REPORT),
    gathering=Gathering(gettext_noop("Orders"), "day.month"),
)
