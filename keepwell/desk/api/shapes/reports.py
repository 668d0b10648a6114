"""Reports as programs ask for and read them."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from ninja import Schema
from pydantic import Field

from keepwell.desk.queries.views import NAMES

if TYPE_CHECKING:
    ViewWord: TypeAlias = str
else:
    ViewWord = Literal[tuple(NAMES)]
Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
_BY = "One or two fields, days by day, week, month, quarter or year: `stage,created.month`."
_OF = "`count`, or `sum`, `avg`, `min`, `max` of a number: `sum.employees`, `sum.orders`."
_BEHIND = "The filter of the rows behind the figure, as their list takes it."


class ReportAsked(Schema):
    """Which list is gathered, by what, and what is measured."""

    by: Word = Field("stage", description=_BY, examples=["stage,created.month"])
    of: Word = Field("count", description=_OF, examples=["sum.employees"])
    view: ViewWord = "all"
    filter: str = Field("", max_length=4_000, examples=["owner:is:me"])
    q: str = Field("", max_length=200)


class NounReportAsked(Schema):
    """The same of another list; what is usual for it where nothing is said."""

    by: Word = Field("", description=_BY)
    of: Word = Field("count", description=_OF)
    view: Annotated[str, Field(max_length=20)] = "all"
    filter: str = Field("", max_length=4_000)
    q: str = Field("", max_length=200)


class ReportAmount(Schema):
    """One amount: plain, or money in its currency with its whole minor units."""

    currency: str | None
    number: float
    minor: int | None


class ReportFigure(Schema):
    """What was counted or taken together; currencies are never added up."""

    amounts: list[ReportAmount]
    filter: str = Field(description=_BEHIND)


class ReportHead(Schema):
    """What a line or column stands for: a value, nothing (`empty`), or the rest."""

    label: str
    value: str | None
    sort: Literal["value", "empty", "rest"]


class ReportLine(ReportHead):
    """A line, with a figure for each column."""

    total: ReportFigure
    cells: list[ReportFigure]


class ReportOut(Schema):
    """A list gathered and measured."""

    by: list[str]
    of: str
    columns: list[ReportHead]
    lines: list[ReportLine]
    totals: list[ReportFigure]
    total: ReportFigure
