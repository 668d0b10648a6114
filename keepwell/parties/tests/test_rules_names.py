"""Names are brought to one form, and compared as a careful colleague would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.parties.rules.fold import canon, fold
from keepwell.parties.rules.likeness import (
    Tie,
    compare_organisations,
    compare_persons,
    similar_organisations,
    similar_persons,
)
from keepwell.parties.rules.names import (
    organisation_key,
    organisation_name,
    person_key,
    person_name,
)
from keepwell.parties.rules.search_keys import is_strong, search_keys


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("O'Brien & Söhne", "obrien sohne"),
        ("  Łękawa,  Zdeněk ", "lekawa zdenek"),
        ("Оксана Смирнов", "oksana smirnov"),
        ("Νίκος Παπαδόπουλος", "nikos papadopoulos"),
        ("İstanbul Weiß", "istanbul weiss"),
        ("What? No", "what? no"),
        ("???", ""),
    ],
)  # fmt: skip
def test_folding_leaves_plain_small_words(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_mueller_muller_and_müller_meet() -> None:
    assert canon(fold("Müller")) == canon(fold("Mueller")) == canon(fold("Muller"))


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("van den Berg, Sjoerd", "sjoerd", "van den berg"),
        ("Sjoerd van den Berg", "sjoerd", "van den berg"),
        ("Dr. Katharina Müller, PhD", "katharina", "muller"),
        ("Prof. Dr. Heinz-Peter Meyer", "heinz", "meyer"),
        ("Mrs Margaret Bell", "margaret", "bell"),
        ("欧阳若曦", "ruoxi", "ouyang"),
        ("김민준", "minjun", "kim"),
        ("Loïc de La Tour", "loic", "de la tour"),
        ("Martin Luther King Jr.", "martin", "king"),
        ("Priya", "", "priya"),
    ],
)
def test_a_persons_name_is_taken_apart(text: str, given: str, family: str) -> None:
    name = person_name(text)
    assert (name.given, name.family) == (given, family)


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        ("Michael Begay", "Mike Begay", Tie.VARIANT),
        ("Katharina Hofstätter", "Kathi Hofstätter", Tie.VARIANT),
        ("Edward St. John", "Ted St. John", Tie.VARIANT),
        ("Käthe Steinbrück", "Kaethe Steinbrueck", Tie.VARIANT),
        ("Hannah O'Brien", "Hannah OBrien", Tie.EXACT),
        ("Minh Anh Phạm", "Phạm, Minh Anh", Tie.EXACT),
        ("Ravi Nwosu-Eze", "Ravi Nwosu Eze", Tie.EXACT),
        ("Amélie Saint-Exupérois", "Amelie Saint Exuperois", Tie.EXACT),
        ("Mary-Jane Bell", "Maryjane Bell", Tie.VARIANT),
        ("Min Ouyang", "欧阳敏", Tie.EXACT),
        ("Amina el-Sayed", "أمينة السيد", Tie.VARIANT),
        ("Abd al-Rahman al-Masri", "عبد الرحمن المصري", Tie.VARIANT),
        ("Oksana Smirnov", "Оксана Смирнов", Tie.EXACT),
        ("Agnieszka Brzezińska", "Agnieszka Brzezi?ska", Tie.VARIANT),
        ("Marcus Van Buren", "M. Van Buren", Tie.INITIAL),
        ("John F. Kennedy", "John Kennedy", Tie.VARIANT),
        ("Priya", "Priya Sharma", Tie.PART),
        ("Anna Müller", "Peter Müller", Tie.CLASH),
        ("Marcus Van Buren", "Tyrone Van Buren", Tie.CLASH),
        ("Sabine Kühn", "Jörg Kühn", Tie.CLASH),
        ("???", "Wei Wang", Tie.UNKNOWN),
    ],
)
def test_two_peoples_names_are_tied_in_a_way_one_can_say(
    one: str, other: str, tie: Tie
) -> None:
    assert compare_persons(person_name(one), person_name(other)).tie == tie
    assert compare_persons(person_name(other), person_name(one)).tie == tie


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Harbour & Sons Ltd.", "harbour and sons"),
        ("The Tamarind Trust", "tamarind trust"),
        ("van der Meer & Zn. B.V.", "van der meer and zn"),
        ("Grünwald Energie GmbH & Co. KG", "grunwald energie"),
        ("Schäfer Steuerberatung PartG mbB", "schafer steuerberatung"),
        ("Nwosu-Eze Software A.Ş.", "nwosu eze software"),
        ("Zielony Most Transport Sp. z o.o.", "zielony most transport"),
        ("Zielony Most Transport s.r.o.", "zielony most transport"),
        ("Công ty TNHH Đại Dương", "dai duong"),
        ("Kühn Medizintechnik e.K.", "kuhn medizintechnik"),
        ("Coöperatie Molenaar U.A.", "cooperatie molenaar"),
        ("Río Claro Consultores, S.L.U.", "rio claro consultores"),
        ("OOO Ромашка", "romashka"),
        ("Общество с ограниченной ответственностью Ромашка", "romashka"),
        ("Siemens Aktiengesellschaft", "siemens"),
        ("Nordlicht Gesellschaft mit beschränkter Haftung", "nordlicht"),
        ("ACME Public Limited Company", "acme"),
        ("Jinshan Trading (Hong Kong) Limited", "jinshan trading hong kong"),
        ("青云科技有限公司", "qingyunkeji"),
        ("株式会社ヤマダ", "yamada"),
        ("Limited", "limited"),
        ("SE Bank AB", "se bank"),
    ],
)
def test_an_organisations_key_has_no_legal_form(text: str, key: str) -> None:
    assert organisation_key(text) == key


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        ("Harbour & Sons", "Harbour and Sons Ltd", Tie.EXACT),
        ("Pennyroyal Care Homes, Inc.", "Pennyroyal Care Homes", Tie.EXACT),
        ("Nordsee Bank AG", "Nord See Bank", Tie.VARIANT),
        ("Harbour Holding", "Harbour Logistics", Tie.CLASH),
        ("Bursztyn Technika s.r.o.", "Bursztyn Technika Digital s.r.o.", Tie.PART),
        ("Harbour Fund I", "Harbour Fund II", Tie.CLASH),
        ("Station 5 GmbH", "Station 6 GmbH", Tie.CLASH),
        ("Aegeon Software A.E.", "Aegeon Steel A.E.", Tie.CLASH),
        ("Jinshan Trading Co., Ltd.", "Jinshan Trading (Hong Kong) Limited", Tie.PART),
    ],
)
def test_parent_and_daughter_are_not_tied_as_one(one: str, other: str, tie: Tie) -> None:
    found = compare_organisations(organisation_name(one), organisation_name(other))
    assert found.tie == tie


def test_likeness_says_why() -> None:
    assert similar_persons("Mike Begay", "Michael Begay").because == (
        "same name in another form",
    )
    assert similar_organisations("Harbour Holding", "Harbour Logistics").value < 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Katharina Hofstätter", "Kathi Hofstätter"),
        ("Edward St. John", "Ted St. John"),
        ("M. Van Buren", "Marcus Van Buren"),
        ("Käthe Steinbrück", "Kaethe Steinbrueck"),
        ("أمينة السيد", "Amina el-Sayed"),
        ("欧阳若曦", "Ruoxi Ouyang"),
        ("Phạm, Minh Anh", "Anh, Phạm Minh"),
        ("Mary Jane Bell", "Maryjane Bell"),
        ("Wojcik, Anna", "Anna Wojcick"),
    ],
)  # fmt: skip
def test_records_of_one_person_share_a_key(one: str, other: str) -> None:
    assert search_keys("person", (one,)) & search_keys("person", (other,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Société Grand Chêne", "Société Grand"),
        ("Peñalara Construcciones S.L.", "Penalara Construcciones"),
        ("Nordsee Bank AG", "Nord See Bank"),
        ("Harbour & Sons", "Harbor and Sons Ltd"),
    ],
)
def test_records_of_one_organisation_share_a_key(one: str, other: str) -> None:
    assert search_keys("organisation", (one,)) & search_keys("organisation", (other,))


def test_only_an_own_address_is_a_strong_key() -> None:
    mails = frozenset({"amara@harbour.example", "info@harbour.example"})
    strong = {key for key in search_keys("person", ("Amara",), mails) if is_strong(key)}
    assert strong == {"e:amara@harbour.example"}


def test_titles_do_not_change_a_persons_key() -> None:
    assert person_key("Dr. Amara Okafor") == person_key("Okafor, Amara")


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_however_odd_stops_a_comparison(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    for similar in (similar_persons, similar_organisations):
        there, back = similar(one, other).value, similar(other, one).value
        assert 0 <= there <= 1
        assert there == pytest.approx(back, abs=0.2)
    search_keys("person", (one,))
    search_keys("organisation", (other,))


@given(st.text(max_size=60))
def test_a_name_is_like_itself(name: str) -> None:
    for similar in (similar_persons, similar_organisations):
        verdict = similar(name, name)
        assert verdict.value == 1 or verdict.because == ("a name is missing",)
