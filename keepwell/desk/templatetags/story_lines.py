"""What happened, in rows: thirty of them are a third of a party's page, so they are written
here, as the rows of the list are."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepwell.desk.queries.story import Line
from keepwell.desk.templatetags.desk import month
from keepwell.files.models import Attachment
from keepwell.ui.addresses import address
from keepwell.ui.icons import DOTS, icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.rows import tl, tl_day, tl_silence

register = template.Library()


@register.simple_tag
def story_lines(lines: Sequence[Line], today: date) -> SafeString:
    """The rows of the timeline that happened, under their months, with silence between."""
    all_of_it = _("All of it")
    add = format_html(
        'title="{0}">{1}<span class="sr">{0}</span></a></span>',
        _("Keep a file with this"), icon_svg("file"),
    )  # fmt: skip
    return format_html_join(
        "", "{}{}{}",
        ((
            tl_day(month(one.at)) if one.starts_month else "",
            tl_silence(one.silence_days) if one.silence_days else "",
            tl(
                _under(one, all_of_it, add), icon=one.icon, who=one.who, what=one.what,
                when=one.at, today=today, said=one.said, quote=one.quote, touch=one.is_touch,
                id=f"a-{one.moment.activity.pk}",
            ),
        ) for one in lines),
    )  # fmt: skip


def _under(one: Line, all_of_it: str, add: SafeString) -> SafeString:
    """The whole text where it is long, the files, why it stands here, the way to add a file."""
    more = '<details><summary class="link">{}</summary><p class="tl-text">{}</p></details>'
    files = format_html_join("", '<a class="link" href="{}">{} {}</a>', map(_file, one.files))
    return format_html(
        '{}{}<span class="tl-because">{}{}<a class="tl-add" href="{}" {}',
        format_html(more, all_of_it, linebreaksbr(one.more)) if one.more else "",
        format_html('<span class="tl-files t-sm">{}</span>', files) if files else "",
        DOTS if one.because else "", one.because,
        address("files:activity", one.moment.activity.pk), add,
    )  # fmt: skip


def _file(file: Attachment) -> tuple[str, SafeString, str]:
    where = "files:look" if file.look else "files:download"
    return address(where, file.pk), icon_svg("file"), file.name
