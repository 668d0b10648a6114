"""What people say about files: which, what they hold, what their columns mean."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.exchange.commands.settle_owners import INVITE, LEAVE, LEFT
from keepwell.exchange.models import ImportFile
from keepwell.exchange.queries.imports import OF_PARTIES, mapping_columns, shape_of
from keepwell.exchange.queries.owners import Unsettled
from keepwell.exchange.readers.vendors import KNOWN_BY, known_by_of
from keepwell.exchange.readers.vendors.columns import own_facts
from keepwell.exchange.readers.vendors.fields import FIELDS, TABLES
from keepwell.exchange.readers.vendors.new_fields import SORTS, new_fact
from keepwell.exchange.words import event_words
from keepwell.fields.rules.definitions import SORT_WORDS
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
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
    ("both", _("add what is new and complete what is known")),
    ("add", _("only add what is new")),
    ("update", _("only complete what is known")),
]
# What a party may be known again by: in a word, on its box, and what it means.
KNOWN_BY_WORDS = {
    "id": (
        _("id"),
        _("Record id of that tool"),
        _("The same id of the same tool is the same record, also when all else has changed."),
    ),
    "email": (
        _("e-mail"),
        _("E-mail address"),
        _("An address of its own, with a name that fits; not one that many share."),
    ),
    "phone": (
        _("phone"),
        _("Phone number"),
        _("A number of its own, with a name that fits; not a switchboard's."),
    ),
    "name": (
        _("name"),
        _("Name with further evidence"),
        _("The same name, and the same employer, domain, birthday or place."),
    ),
}
# What is here of these never changes by a file: it can only be added.
NEVER_COMPLETED = ("orders", "usage", "calls", "meetings", "notes", "mails", "calendar")
ENCODINGS = [
    (name, name)
    for name in ("utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "cp1250", "cp1251", "mac-roman",
                 "utf-16", "shift_jis", "gb18030")
]  # fmt: skip
DELIMITERS = [
    (",", _("comma")), (";", _("semicolon")), ("\t", _("tab")), ("|", _("upright line")),
]  # fmt: skip
HOW = ("date_order", "decimal", "zone")


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


class GoingInForm(forms.Form):
    """What of a file goes in, and by what its parties are known again."""

    mode = forms.ChoiceField(label=_("What to do"), choices=MODES)

    def __init__(self, file: ImportFile, *args: Any, **more: Any) -> None:
        self.now = known_by_of(file.mapping)
        super().__init__(
            *args,
            initial={
                "mode": file.mapping.get("mode") or "both",
                **{f"by_{word}": word in self.now for word in KNOWN_BY},
                **more.pop("initial", {}),
            },
            **more,
        )
        if file.table in NEVER_COMPLETED:
            self.fields["mode"].help_text = _now(
                "What is here of these stays as it is: only new ones can go in."
            )
        self.of_parties = file.table in OF_PARTIES
        for word in KNOWN_BY if self.of_parties else ():
            _short, label, meaning = KNOWN_BY_WORDS[word]
            self.fields[f"by_{word}"] = forms.BooleanField(
                label=label, help_text=meaning, required=False
            )

    def known_again_by(self) -> list[forms.BoundField]:
        """The boxes of what parties may be known again by."""
        return [self[f"by_{word}"] for word in KNOWN_BY] if self.of_parties else []

    def chosen(self) -> dict[str, Any]:
        """The choices, as a mapping keeps them; what was not asked stays as it is."""
        told = self.cleaned_data
        by = [word for word in KNOWN_BY if told.get(f"by_{word}")]
        return {"mode": told["mode"], "known_by": by if "known_by" in self.data else self.now}


class ColumnsForm(GoingInForm):
    """Which column goes where, and how dates and numbers are written."""

    date_order = forms.ChoiceField(label=_("Dates are written"), choices=DATE_ORDERS)
    decimal = forms.ChoiceField(label=_("Fractions are marked by"), choices=DECIMALS)
    zone = forms.ChoiceField(label=_("Times without a zone are of"))

    def __init__(
        self,
        file: ImportFile,
        zones: Sequence[tuple[str, Any]],
        *args: Any,
        may_define: bool = False,
    ) -> None:
        super().__init__(file, *args, initial={name: file.mapping.get(name) for name in HOW})
        choices: Any = self.fields["zone"]
        choices.choices = zones
        self.header = shape_of(file).header
        goes = [("", _now("Leave out")), *field_words(file.table)]
        now = mapping_columns(file)
        for place, name in enumerate(self.header):
            self.fields[f"c{place}"] = forms.ChoiceField(
                choices=[*goes, *(new_field_words(file, place) if may_define else ())],
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
        rest = {name: told[name] for name in HOW}
        return {"columns": columns, **rest, **super().chosen()}


def new_field_words(file: ImportFile, place: int) -> list[Any]:
    """What a new field for a column may hold, what its values look like first."""
    if file.table not in OF_PARTIES:
        return []
    columns = file.shape.get("columns") or []
    header = shape_of(file).header[place]
    found: dict[str, Any] = next((one for one in columns if one["header"] == header), {})
    looks = found.get("sort") or ""
    sorts = sorted(SORTS, key=lambda sort: sort != looks)
    words = [(new_fact(sort, place), _now(SORT_WORDS[sort])) for sort in sorts]
    return [(_now("A new field of your own"), words)]


def field_words(table: str) -> list[tuple[str, str]]:
    """The facts a table's columns may be, in words."""
    house = [(name, _now(words).rstrip(".")) for name, words in FIELDS.get(table, {}).items()]
    words = _now("Own field: %(name)s")
    own = [one for one in own_facts(table) if not one.is_tags]
    return [*house, *((one.name, words % {"name": one.label}) for one in own)]


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


class OwnersForm(forms.Form):
    """Who each owner is whom files name: somebody here, somebody taken in, or not said."""

    def __init__(self, unsettled: Sequence[Unsettled], *args: Any) -> None:
        super().__init__(*args)
        self.unsettled = unsettled
        people = teammates()
        choices = [
            (INVITE, _now("take in as a teammate, to be invited")),
            (LEFT, _now("take in as a teammate who has left")),
            (LEAVE, _now("leave it open")),
            (_now("A teammate"), [(str(each.pk), _called(each)) for each in people]),
        ]
        for each in unsettled:
            self.fields[str(each.owner.pk)] = forms.ChoiceField(
                label=_now("%(name)s is") % {"name": each.owner.name},
                choices=choices,
                widget=forms.Select({"class": "input input-sm"}),
                initial=str(each.proposed.pk) if each.proposed else INVITE,
            )

    def rows(self) -> list[tuple[Unsettled, forms.BoundField]]:
        """Each owner with what it is to be."""
        return [(each, self[str(each.owner.pk)]) for each in self.unsettled]

    def chosen(self) -> dict[str, str]:
        """The choices by the owners' names."""
        return {
            each.owner.name: self.cleaned_data[str(each.owner.pk)] for each in self.unsettled
        }


def _called(teammate: Teammate) -> str:
    left = _now("%(name)s (left)") % {"name": teammate.name}
    return teammate.name if teammate.is_active else left


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


class HookForm(forms.Form):
    """Where webhooks go, and what is told."""

    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Such as https://tool.example/hook")
    )
    events = forms.MultipleChoiceField(
        label=_("What is told"),
        choices=event_words,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
