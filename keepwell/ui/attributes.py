"""Attributes of an element from the keywords of a tag, escaped."""

from django.utils.safestring import SafeString

from keepwell.ui.markup import format_html, format_html_join

Given = str | int | bool | None


def attributes(given: dict[str, Given]) -> SafeString:
    """`hx_post="/x/"` becomes ` hx-post="/x/"`; True stands bare; what is empty is left out.

    Raises ValueError for `style` and `on…`: the content policy would silently drop them.
    """
    kept: list[SafeString] = []
    for key, value in given.items():
        name = key.rstrip("_").replace("_", "-")
        if name == "style" or name.startswith("on"):
            raise ValueError(f"{name} is not allowed by the content policy; use a class.")
        if value is True:
            kept.append(format_html(" {}", name))
        elif value is not None and value is not False and value != "":
            kept.append(format_html(' {}="{}"', name, value))
    return format_html_join("", "{}", ((one,) for one in kept))
