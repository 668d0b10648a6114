"""What may be merged without asking, what must be asked, and what is two parties."""

import pytest

from keepwell.parties.rules.grouping import settle
from keepwell.parties.rules.sameness import Face, Sameness, judge_same

SAME, PERHAPS, DIFFERENT = Sameness.SAME, Sameness.PERHAPS, Sameness.DIFFERENT


def person(
    name: str, *mails: str, phone: str = "", at: str = "", city: str = "", born: str = ""
) -> Face:
    return Face(
        "person",
        (name,) if name else (),
        frozenset(mails),
        frozenset({phone} if phone else ()),
        frozenset({at} if at else ()),
        city=city,
        birth_date=born,
    )


def organisation(
    name: str, domain: str = "", *, city: str = "", phone: str = "", parent: str = ""
) -> Face:
    return Face(
        "organisation",
        (name,),
        phones=frozenset({phone} if phone else ()),
        domains=frozenset({domain} if domain else ()),
        city=city,
        own_keys=frozenset({name}),
        parent_keys=frozenset({parent} if parent else ()),
    )


NUMBER = "+442079460043"

PEOPLE = [
    ("same mail", person("Mike Begay", "m@blue.example"), person("Begay, Michael", "m@blue.example"), SAME),  # noqa: E501
    ("same mail, lost letters", person("???", "lchen@y.example"), person("Lihua Chen", "lchen@y.example"), SAME),  # noqa: E501
    ("a couple's mailbox", person("Anna Müller", "mueller@gmx.de"), person("Peter Müller", "mueller@gmx.de"), PERHAPS),  # noqa: E501
    ("colleagues in one shared mailbox", person("Anna Ash", "info@h.example", at="h"), person("Bo Hill", "info@h.example", at="h"), DIFFERENT),  # noqa: E501
    ("namesakes", person("Edward Pike", "edward.pike@a.example", city="Brno"), person("Edward Pike", "edward.pike@b.example", city="Rotterdam"), DIFFERENT),  # noqa: E501
    ("namesakes who share a number", person("Jing Zhang", "jz@a.example", phone=NUMBER), person("Jing Zhang", "jz@b.example", phone=NUMBER), PERHAPS),  # noqa: E501
    ("a number alone", person("Jing Zhang", phone=NUMBER), person("Tom Hill", phone=NUMBER), DIFFERENT),  # noqa: E501
    ("nickname at one firm", person("Katharina Hofstätter", "k@j.example", at="jokull"), person("Kathi Hofstätter", at="jokull"), SAME),  # noqa: E501
    ("initial at one firm", person("Marcus Van Buren", at="prairie"), person("M. Van Buren", at="prairie"), PERHAPS),  # noqa: E501
    ("initial and number", person("Marcus Van Buren", at="prairie", phone=NUMBER), person("M. Van Buren", at="prairie", phone=NUMBER), SAME),  # noqa: E501
    ("private and work mail", person("Min Sima", "msima@jinshan-tools.example"), person("Min Sima", "min@gmail.com", at="jinshan tools"), SAME),  # noqa: E501
    ("two namesakes at one firm", person("Jan Bos", "jan.bos@h.example"), person("Jan Bos", "2.jan.bos@h.example"), PERHAPS),  # noqa: E501
    ("brothers at one firm", person("Jan Bos", at="bos"), person("Piet Bos", at="bos"), DIFFERENT),  # noqa: E501
    ("leads named as their own company", person("Edward Pike", "e@gmail.com", at="edward pike", phone=NUMBER), person("Edward Pike", "p@gmx.de", at="edward pike"), PERHAPS),  # noqa: E501
    ("born on another day", person("Jan Bos", at="h", born="1960-01-01"), person("Jan Bos", at="h", born="1985-07-12"), DIFFERENT),  # noqa: E501
    ("one first name at one firm", person("Priya", at="h"), person("Priya Sharma", at="h"), PERHAPS),  # noqa: E501
    ("one first name, no more", person("Priya"), person("Priya Sharma"), DIFFERENT),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "due"), [p[1:] for p in PEOPLE], ids=[p[0] for p in PEOPLE])
def test_people(a: Face, b: Face, due: Sameness) -> None:
    assert judge_same(a, b).value == due
    assert judge_same(b, a).value == due
    assert judge_same(a, b).because


ORGANISATIONS = [
    ("no legal form, one town", organisation("Harbour & Sons Ltd", city="Leeds"), organisation("Harbour and Sons", city="LEEDS"), SAME),  # noqa: E501
    ("accents and a number", organisation("Peñalara S.L.", phone=NUMBER), organisation("Penalara", phone=NUMBER), SAME),  # noqa: E501
    ("parent and daughter", organisation("Harbour Holding"), organisation("Harbour Logistics"), DIFFERENT),  # noqa: E501
    ("daughter with a further word", organisation("Harbour", city="Leeds"), organisation("Harbour Digital", city="Leeds"), DIFFERENT),  # noqa: E501
    ("daughter on the parent's site", organisation("Harbour", "h.example"), organisation("Harbour Digital", "h.example"), PERHAPS),  # noqa: E501
    ("named parent", organisation("Harbour Ltd"), organisation("Harbour GmbH", parent="Harbour Ltd"), DIFFERENT),  # noqa: E501
    ("sisters in two countries", organisation("Harbour Foods Ltd"), organisation("Harbour Foods GmbH"), PERHAPS),  # noqa: E501
    ("one name, two sites", organisation("Harbour Foods", "a.example"), organisation("Harbour Foods", "b.example"), PERHAPS),  # noqa: E501
    ("two towns", organisation("Café Central", city="Wien"), organisation("Café Central", city="Graz"), PERHAPS),  # noqa: E501
    ("cut short, same number", organisation("Société Grand Chêne", phone=NUMBER), organisation("Société Grand", phone=NUMBER), PERHAPS),  # noqa: E501
    ("numbers", organisation("Station 5", city="Wien"), organisation("Station 6", city="Wien"), DIFFERENT),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "due"), [o[1:] for o in ORGANISATIONS], ids=[o[0] for o in ORGANISATIONS]
)
def test_organisations(a: Face, b: Face, due: Sameness) -> None:
    assert judge_same(a, b).value == due
    assert judge_same(b, a).value == due


def test_a_person_is_never_an_organisation() -> None:
    assert judge_same(person("Harbour"), organisation("Harbour")).value == DIFFERENT


def test_an_initial_is_settled_where_it_fits_one_person_only() -> None:
    marcus = person("Marcus Van Buren", "marcus@p.example", at="prairie")
    initial = person("M. Van Buren", at="prairie")
    mary = person("Mary Van Buren", "mary@p.example", at="prairie")
    assert settle({"marcus": marcus, "m": initial}).groups == (frozenset({"marcus", "m"}),)
    three = settle({"marcus": marcus, "m": initial, "mary": mary})
    assert three.groups == ()
    assert {frozenset(pair[:2]) for pair in three.perhaps} == {
        frozenset({"marcus", "m"}),
        frozenset({"mary", "m"}),
    }


def test_a_bare_record_that_fits_two_namesakes_is_asked_about() -> None:
    faces = {
        "one": person("Jan Bos", "jan.bos@h.example", at="h"),
        "two": person("Jan Bos", "2.jan.bos@h.example", at="h"),
        "bare": person("Jan Bos", at="h"),
    }
    assert settle(faces).groups == ()
    faces["bare"] = person("Jan Bos", "jan.bos@h.example", at="h")
    assert settle(faces).groups == (frozenset({"one", "bare"}),)


def test_a_person_with_two_employers_is_held_together_by_a_card_with_both_addresses() -> None:
    faces = {
        "then": person("Jörg Kühn", "jk@old.example", at="old", city="Köln"),
        "now": person("Jörg Kühn", "jk@new.example", at="new", city="Bonn"),
        "card": person("Joerg Kuehn", "jk@old.example", "jk@new.example"),
    }
    assert settle(faces).groups == (frozenset(faces),)
