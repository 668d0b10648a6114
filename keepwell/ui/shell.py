"""What stands round every page: the firm, the teammate, the ways to go, what waits."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place one can go, with the number of things waiting there when it is worth knowing."""

    label: str
    href: str
    icon: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The rail and the tab bar; a context processor of a higher room gives it as `shell`.

    An address left empty hides its link. `jumps` are pages that the key G and another lead to:
    that key, the page's name, its address. `items` are in the order of the rail; the first two
    stand in the tab bar of a phone (Today and Parties).
    """

    firm_name: str
    teammate_name: str
    teammate_role: str = ""
    items: tuple[NavItem, ...] = ()
    views: tuple[NavItem, ...] = ()
    unread: int = 0
    search_href: str = "/search/"
    add_href: str = ""
    import_href: str = ""
    settings_href: str = ""
    notices_href: str = ""
    me_href: str = ""
    sign_out_href: str = ""
    jumps: tuple[tuple[str, str, str], ...] = ()
    here: str = ""

    @property
    def tabs(self) -> tuple[NavItem, ...]:
        """The places of a phone's tab bar; More is a button of its own."""
        tabs = list(self.items[:2])
        if self.add_href:
            add = NavItem(_("Add"), self.add_href, "add", current=self.here == self.add_href)
            tabs.append(add)
        here = self.here == self.search_href
        tabs.append(NavItem(_("Search"), self.search_href, "search", current=here))
        return tuple(tabs)
