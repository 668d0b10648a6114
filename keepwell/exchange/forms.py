"""What people say about files: which, what they hold, what their columns mean."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.exchange.models import ImportFile
from keepwell.exchange.queries.imports import mapping_columns, shape_of
from keepwell.exchange.readers.vendors.fields import FIELDS, TABLES
from keepwell.firm.models import Teammate
from keepwell.kinds.models import Kind
from keepwell.parties.models import Nature
from keepwell.relationships.models import Stage

DATE_ORDERS = [
    ("ymd", _("year, month, day (2026-11-23)")),
    ("dmy", _("day, month, year (23/11/2026)")),
    ("mdy", _("month, day, year (11/23/2026)")),
    ("unclear", _("not said: only dates that leave no doubt")),
]
DECIMALS = [(".", _("a point (1,234.50)")), (",", _("a comma (1.234,50)"))]
MODES = [
    ("both", _("add who is new and complete who is known")),
    ("add", _("only add who is new")),
    ("update", _("only complete who is known")),
]
ENCODINGS = [
    (name, name)
    for name in ("utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "cp1250", "cp1251", "mac-roman",
                 "utf-16", "shift_jis", "gb18030")
]  # fmt: skip
DELIMITERS = [
    (",", _("comma")), (";", _("semicolon")), ("\t", _("tab")), ("|", _("upright line")),
]  # fmt: skip
HOW = ("date_order", "decimal", "zone", "mode")
WITH_MODE = ("organisations", "people", "leads")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; empty ones are kept, to be refused with their name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        if not data:
            return []  # the form says so, as a folder may be given instead
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(each, initial) for each in given]


class FilesForm(forms.Form):
    """Files to bring in."""

    files: Any = ManyFilesField(
        label=_("Files to bring in"),
        allow_empty_file=True,
        help_text=_(
            "Several at once, or a zip of a folder: CSV, Excel, address books (vCard), "
            "mailboxes (mbox, eml), calendars (ics)."
        ),
    )
    folder: Any = ManyFilesField(
        label=_("Or a whole folder"),
        allow_empty_file=True,
        required=False,
        widget=ManyFiles({"webkitdirectory": True}),
        help_text=_("All files in it, single mails together as one mailbox."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["files"] = [*told.get("files", ()), *told.get("folder", ())]
        if not told["files"] and not self.errors:
            self.add_error("files", _now("Choose at least one file."))
        return told


def zone_words() -> list[tuple[str, str]]:
    """The zones of the world by their areas."""
    areas = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    return [(zone, zone.replace("_", " ")) for zone in areas if not zone.startswith("Etc/")]


def table_words() -> list[tuple[str, str]]:
    """Each table that can be taken in, with what it holds."""
    return [
        (name, _now(words).rstrip(".")) for name, words in TABLES.items() if name != "unknown"
    ]


class TableForm(forms.Form):
    """What a file holds."""

    table = forms.ChoiceField(label=_("It holds"), choices=table_words)


class ColumnsForm(forms.Form):
    """Which column goes where, and how dates and numbers are written."""

    date_order = forms.ChoiceField(label=_("Dates are written"), choices=DATE_ORDERS)
    decimal = forms.ChoiceField(label=_("Fractions are marked by"), choices=DECIMALS)
    zone = forms.ChoiceField(label=_("Times without a zone are of"))
    mode = forms.ChoiceField(label=_("What to do"), choices=MODES)

    def __init__(self, file: ImportFile, zones: Sequence[tuple[str, Any]], *args: Any) -> None:
        mapping = file.mapping
        super().__init__(
            *args,
            initial={name: mapping.get(name) for name in HOW},
        )
        choices: Any = self.fields["zone"]
        choices.choices = zones
        if file.table not in WITH_MODE:
            del self.fields["mode"]
        self.header = shape_of(file).header
        goes = [("", _now("Leave out")), *field_words(file.table)]
        now = mapping_columns(file)
        for place, name in enumerate(self.header):
            self.fields[f"c{place}"] = forms.ChoiceField(
                choices=goes,
                widget=forms.Select(
                    {
                        "class": "input input-sm",
                        "aria-label": _now("%(column)s goes to") % {"column": name},
                    }
                ),
                required=False,
                initial=now.get(name, ""),
            )

    def chosen(self) -> dict[str, Any]:
        """The choices, as a mapping keeps them."""
        told = self.cleaned_data
        columns = {
            name: told[f"c{place}"]
            for place, name in enumerate(self.header)
            if told.get(f"c{place}")
        }
        rest = {name: told[name] for name in ("date_order", "decimal", "zone")}
        return {"columns": columns, **rest, "mode": told.get("mode") or "both"}


def field_words(table: str) -> list[tuple[str, str]]:
    """The facts a table's columns may be, in words."""
    return [(name, _now(words).rstrip(".")) for name, words in FIELDS.get(table, {}).items()]


class WritingForm(forms.Form):
    """How the text of a table is written."""

    encoding = forms.ChoiceField(label=_("Letters are encoded as"), choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Cells are parted by"), choices=DELIMITERS)


class PresetForm(forms.Form):
    """A name for how a file is read."""

    name = forms.CharField(
        label=_("Keep these matches as"),
        max_length=120,
        help_text=_("The next file with the same columns is read so by itself."),
    )


class ExportForm(forms.Form):
    """Which parties, in which form."""

    form = forms.ChoiceField(
        label=_("As"), choices=[("csv", _("CSV")), ("xlsx", _("Excel (XLSX)"))]
    )
    nature = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("people and organisations")), *Nature.choices],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("any")), *Kind.choices]
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("any")), *Stage.choices]
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Teammate.objects.exclude(role="").order_by("name", "pk")
        owner: Any = self.fields["owner"]
        owner.choices = [
            ("", _now("anybody")), ("nobody", _now("nobody")),
            *((str(each.pk), each.name) for each in people),
        ]  # fmt: skip
