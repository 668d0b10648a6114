"""A column nobody knows becomes a field of the firm's own, and goes again with its import."""

import pytest
from django.urls import reverse
from django.utils import timezone

from keepwell.config.worker import work_off
from keepwell.desk.models import SavedView
from keepwell.exchange.commands.new_fields import define_new_fields
from keepwell.exchange.models import Import
from keepwell.exchange.readers.vendors.new_fields import currency_in, sort_of
from keepwell.exchange.tests.test_pages import act, desk, drop  # noqa: F401 - desk: a fixture
from keepwell.fields.commands.define import define_field, take_back_field
from keepwell.fields.commands.write import set_own_values
from keepwell.fields.models import OwnField, OwnValue
from keepwell.firm.rules import Role
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import Party

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "Company Name,Industry,Berth,Wharfage,Dry dock,Tide class"
ROWS = "\n".join(
    f"Firm {n},Shipping,{n * 3},€ {n}00.50,{('no', 'yes')[n % 2]},{('Spring', 'Neap')[n % 2]}"
    for n in range(1, 9)
)
FILE = f"{HEAD}\n{ROWS}\n"


@pytest.mark.parametrize(
    ("cells", "sort"),
    [
        (["12", "1,250.5", "-3"], "number"),
        (["007", "012"], "text"),
        (["€ 12.50", "EUR 100"], "money"),
        (["2026-11-23", "2027-01-02"], "date"),
        (["ja", "nein", "ja"], "yes_no"),
        (["https://a.example/x", "www.b.example"], "url"),
        (["Gold", "gold", "Silver", "Gold", "Silver", "Silver"], "choice"),
        (["Gold", "Silver"], "text"),
        (["", " "], "text"),
        (["12", "twelve"], "text"),
    ],
)
def test_what_values_look_like(cells, sort):
    assert sort_of(cells) == sort


def test_a_currency_is_one_or_none():
    assert currency_in(["€ 12", "€ 3"]) == "EUR"
    assert currency_in(["€ 12", "$ 3"]) == ""


def columns_of(job):
    file = job.files.get()
    return reverse("exchange:columns", args=[job.pk, file.pk])


def boxes(page):
    form = page.context["form"]
    return {name: field.value() or "" for name in form.fields for field in [form[name]]}


def brought(desk):  # noqa: F811 - the fixture
    """The file, its unknown columns taken for new fields as they are proposed."""
    assert drop(desk, ("companies.csv", FILE)).status_code == 302
    job = Import.objects.latest("created_at")
    page = desk.get(columns_of(job))
    assert "It could be a new field: number" in page.content.decode()
    assert "It could be a new field: yes or no" in page.content.decode()
    assert not OwnField.objects.exists()
    page = desk.post(columns_of(job), {**boxes(page), "do": "new"})
    sent = boxes(page)
    assert [sent[f"c{n}"] for n in range(2, 6)] == [
        "new:number:2", "new:money:3", "new:yes_no:4", "new:choice:5",
    ]  # fmt: skip
    assert desk.post(columns_of(job), {**sent, "do": "keep"}).status_code == 302
    return job


def test_the_fields_are_made_with_the_start_and_go_with_the_undo(desk):  # noqa: F811
    job = brought(desk)
    act(desk, job, "try")
    assert not OwnField.objects.exists()
    act(desk, job, "begin")
    made = {one.label: one for one in OwnField.objects.all()}
    assert {label: one.sort for label, one in made.items()} == {
        "Berth": "number", "Wharfage": "money", "Dry dock": "yes_no", "Tide class": "choice",
    }  # fmt: skip
    assert made["Wharfage"].currency == "EUR" and made["Berth"].nature == "organisation"
    assert [one["label"] for one in made["Tide class"].choices] == ["Neap", "Spring"]
    assert OwnValue.objects.count() == 32
    define_new_fields(job, at=timezone.now())
    assert OwnField.objects.count() == 4
    act(desk, job, "undo")
    assert not OwnField.objects.exists() and not Party.objects.exists()
    assert Entry.objects.filter(verb="took_back_field").count() == 4


def test_what_something_else_uses_stays_and_is_listed(desk, petra, now):  # noqa: F811
    act(desk, brought(desk), "begin")
    berth, tide = OwnField.objects.get(label="Berth"), OwnField.objects.get(label="Tide class")
    other = add_party("organisation", "Tern", at=now, by=petra)
    set_own_values(other, {"own_berth": "7"}, at=now, by=petra)
    SavedView.objects.create(name="Tides", owner=petra, columns="name,own_tide_class",
                             created_at=now, changed_at=now)  # fmt: skip
    job = Import.objects.get()
    act(desk, job, "undo")
    assert {one.label for one in OwnField.objects.all()} == {"Berth", "Tide class"}
    told = {one["name"] for one in job.kept_on_undo}
    assert {berth.label, tide.label} <= told
    with pytest.raises(Refused, match="is in use"):
        take_back_field(berth, at=now, by=petra)


def test_a_field_called_so_already_is_taken(desk, petra, now):  # noqa: F811
    job = brought(desk)
    define_field("berth", "text", at=now, by=petra)
    act(desk, job, "begin")
    assert OwnField.objects.filter(label__iexact="berth").count() == 1
    assert OwnValue.objects.filter(field__label="berth", text="3").exists()


def test_only_who_runs_the_firm_makes_fields(desk, petra, amara):  # noqa: F811
    job = brought(desk)
    petra.role = Role.FINANCE
    petra.save()
    assert "could be a new field" not in desk.get(columns_of(job)).content.decode()
    desk.post(reverse("exchange:begin", args=[job.pk]))
    work_off()
    assert not OwnField.objects.exists() and not Party.objects.exists()
