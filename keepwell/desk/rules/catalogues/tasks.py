"""What a list of tasks and promises can be asked."""

from keepwell.desk.rules.catalogue import CALENDAR, REPORT, TABLE, Catalogue, Gathering
from keepwell.desk.rules.columns import DAYS, FILLED, Column
from keepwell.desk.rules.filter_fields import LEFT, ME, NOBODY, SOMEBODY, Field, Sort
from keepwell.kernel.words import gettext_noop

KINDS = {"task": gettext_noop("task"), "promise": gettext_noop("promise")}
PRIORITIES = {
    "high": gettext_noop("high"),
    "normal": gettext_noop("normal"),
    "low": gettext_noop("low"),
}
OUTCOMES = {
    "done": gettext_noop("done"),
    "kept": gettext_noop("kept"),
    "broken": gettext_noop("not kept"),
}
WHOSE = {
    ME: gettext_noop("me"),
    SOMEBODY: gettext_noop("somebody"),
    NOBODY: gettext_noop("nobody"),
    LEFT: gettext_noop("somebody who left"),
}
_FIELDS = (
    Field("due", gettext_noop("Due"), Sort.DATE),
    Field("open", gettext_noop("Still open"), Sort.YES_NO),
    Field("assignee", gettext_noop("Whose"), Sort.TEAMMATE, WHOSE),
    Field("party", gettext_noop("For"), Sort.PARTY),
    Field("kind", gettext_noop("Task or promise"), Sort.CHOICE, KINDS, always=True),
    Field("priority", gettext_noop("Urgency"), Sort.CHOICE, PRIORITIES, always=True),
    Field("text", gettext_noop("What it says"), Sort.WORDS),
    Field("outcome", gettext_noop("How it ended"), Sort.CHOICE, OUTCOMES),
    Field("done", gettext_noop("Closed"), Sort.MOMENT),
    Field("reminder", gettext_noop("Reminder"), Sort.MOMENT),
    Field("repeats", gettext_noop("Comes again"), Sort.YES_NO),
    Field("created", gettext_noop("Written down"), Sort.MOMENT, always=True),
)
_COLUMNS = (
    Column("what", gettext_noop("What")),
    Column("party", gettext_noop("For"), "", FILLED, fold="start"),
    Column("assignee", gettext_noop("Whose"), "", FILLED),
    Column("kind", gettext_noop("Task or promise")),
    Column("priority", gettext_noop("Urgency")),
    Column("state", gettext_noop("State"), fold="end"),
    Column("due", gettext_noop("Due"), "due", DAYS, right=True, fold="top"),
    Column("done", gettext_noop("Closed"), "done", DAYS, right=True),
    Column("created", gettext_noop("Written down"), "created", DAYS, right=True),
    Column("reminder", gettext_noop("Reminder"), "", DAYS, right=True),
    Column("repeats", gettext_noop("Comes again")),
    Column("feedback", gettext_noop("How it went")),
)
TASKS = Catalogue(
    "tasks",
    {one.name: one for one in _FIELDS},
    {one.name: one for one in _COLUMNS},
    ("what", "party", "assignee", "kind", "state", "due"),
    ("due", "done", "created"),
    "due",
    asks=("kind", "assignee", "party"),
    starts=("due", "past"),
    looks=(TABLE, CALENDAR, REPORT),
    gathering=Gathering(gettext_noop("Tasks and promises"), "assignee"),
)
