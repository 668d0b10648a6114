"""What a list of the record's lines can be asked."""

from keepwell.desk.rules.catalogue import Catalogue
from keepwell.desk.rules.columns import DAYS, Column
from keepwell.desk.rules.filter_fields import LEFT, ME, NOBODY, SOMEBODY, Field, Sort
from keepwell.kernel.words import gettext_noop

WHO = {
    ME: gettext_noop("me"),
    SOMEBODY: gettext_noop("somebody"),
    NOBODY: gettext_noop("Keepwell itself"),
    LEFT: gettext_noop("somebody who left"),
}
_FIELDS = (
    Field("day", gettext_noop("When"), Sort.MOMENT, always=True),
    Field("who", gettext_noop("Who"), Sort.TEAMMATE, WHO),
    Field("verb", gettext_noop("Verb"), Sort.TEXT, always=True),
    Field("noun", gettext_noop("Done to"), Sort.TEXT, always=True),
    Field("party", gettext_noop("About"), Sort.PARTY),
)
_COLUMNS = (
    Column("what", gettext_noop("What happened")),
    Column("who", gettext_noop("Who"), fold="start"),
    Column("party", gettext_noop("About"), fold="end"),
    Column("verb", gettext_noop("Verb")),
    Column("noun", gettext_noop("Done to")),
    Column("facts", gettext_noop("Facts")),
    Column("day", gettext_noop("When"), "day", DAYS, right=True, fold="top"),
)
JOURNAL = Catalogue(
    "journal",
    {one.name: one for one in _FIELDS},
    {one.name: one for one in _COLUMNS},
    ("what", "who", "party", "day"),
    ("day",),
    "-day",
    asks=("who", "party"),
    starts=("verb", "is"),
)
