import pytest

from keepwell.kernel.among import plain_rows
from keepwell.parties.models import ContactPoint, Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(harbour, now):
    houses = [
        Party(nature="organisation", name=name, sort_name=name, created_at=now, changed_at=now)
        for name in ("mill", "quay")
    ]
    Party.objects.bulk_create(houses)
    ContactPoint.objects.bulk_create(
        ContactPoint(party=each, kind="domain", value=each.name, normal=f"{each.name}.example")
        for each in (harbour, *houses)
    )
    return list(Party.objects.order_by("pk"))


def test_ids_asked_for_at_once_are_found_however_they_are_written(street):
    texts = [id_ for (id_,) in plain_rows(Party.objects.order_by("pk").values_list("pk"))]
    for asked in ([street[0].pk, street[2].pk], [texts[0], texts[2]]):
        assert list(Party.objects.filter(pk__one_of=asked).order_by("pk")) == street[::2]
        assert ContactPoint.objects.filter(party__one_of=asked).count() == 2
    assert not Party.objects.filter(pk__one_of=[]).exists()


def test_texts_asked_for_at_once_are_found_and_no_others(street):
    found = ContactPoint.objects.filter(normal__one_of=("mill.example", "O'Hara \\ {x}, y"))
    assert [point.party for point in found] == [p for p in street if p.name == "mill"]


@pytest.mark.parametrize(
    "odd", ['the "mill", ltd', "mill \\", '"', "{mill}", "", "null", "a\nb"]
)
def test_a_text_of_odd_signs_is_found_among_others(street, odd):
    ContactPoint.objects.filter(normal="mill.example").update(normal=odd)
    found = ContactPoint.objects.filter(normal__one_of=[odd, "somebody else"])
    assert [point.party.name for point in found] == ["mill"]
