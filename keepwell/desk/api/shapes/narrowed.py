"""What every narrowed list may be asked."""

from pydantic import Field

from keepwell.firm.gate.paging import Paging


class Narrowed(Paging):
    """Which rows, in which order: as the list on the page is narrowed (docs/lists.md)."""

    filter: str = Field(
        "",
        max_length=4_000,
        description="The filter of the list, as the address of its page carries it",
        examples=["party:is:Harbour & Sons"],
    )
    q: str = Field("", max_length=200, description="What the search box of the list finds")
    sort: str = Field(
        "", max_length=40, description="A column one can sort by; with “-” the other way"
    )
