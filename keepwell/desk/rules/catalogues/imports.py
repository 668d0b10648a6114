"""What a list of imports can be asked."""

from keepwell.desk.rules.catalogue import Catalogue
from keepwell.desk.rules.catalogues.tasks import WHOSE
from keepwell.desk.rules.columns import DAYS, Column
from keepwell.desk.rules.filter_fields import Field, Sort
from keepwell.kernel.words import gettext_noop

STATES = {
    "reading": gettext_noop("looking at the files"),
    "ready": gettext_noop("ready to start"),
    "running": gettext_noop("running"),
    "done": gettext_noop("done"),
    "stopped": gettext_noop("stopped"),
    "undone": gettext_noop("undone"),
}
_FIELDS = (
    Field("day", gettext_noop("Brought in"), Sort.MOMENT, always=True),
    Field("who", gettext_noop("Who"), Sort.TEAMMATE, WHOSE),
    Field("state", gettext_noop("State"), Sort.CHOICE, STATES, always=True),
    Field("tried", gettext_noop("Only tried"), Sort.YES_NO),
    Field("file", gettext_noop("File"), Sort.TEXT),
)
_COLUMNS = (
    Column("files", gettext_noop("Files")),
    Column("who", gettext_noop("Who"), fold="start"),
    Column("state", gettext_noop("State"), fold="top"),
    Column("rows", gettext_noop("Rows"), right=True),
    Column("added", gettext_noop("Added"), right=True),
    Column("updated", gettext_noop("Updated"), right=True),
    Column("skipped", gettext_noop("Skipped"), right=True),
    Column("unclear", gettext_noop("Unclear"), right=True),
    Column("refused", gettext_noop("Refused"), right=True),
    Column("again", gettext_noop("Once more")),
    Column("day", gettext_noop("Brought in"), "day", DAYS, right=True, fold="end"),
)
IMPORTS = Catalogue(
    "imports",
    {one.name: one for one in _FIELDS},
    {one.name: one for one in _COLUMNS},
    ("files", "who", "state", "rows", "added", "updated", "unclear", "refused", "again", "day"),
    ("day",),
    "-day",
    asks=("state", "who"),
    starts=("state", "is"),
)
