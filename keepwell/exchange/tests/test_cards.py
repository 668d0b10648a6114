"""Address-book cards: what people's programs write is read whole, or refused with a reason."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.exchange.readers.cards import Card, read_cards
from keepwell.exchange.readers.refusal import Refusal
from keepwell.exchange.tests.shared_folders import SHARED, each_world, needs_shared, truth_of
from keepwell.kernel.words import told_in_english


def cards(raw: bytes | str) -> list[Card | Refusal]:
    return list(read_cards(BytesIO(raw.encode() if isinstance(raw, str) else raw)))


def card(raw: bytes | str) -> Card:
    (only,) = cards(raw)
    assert isinstance(only, Card), only
    return only


def wrapped(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def test_quoted_printable_of_2_1_is_joined_and_decoded() -> None:
    read = card(
        wrapped(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:H=C3=BCbner;Am=",
            "ara",
            "EMAIL;PREF;INTERNET:Amara@Harbour.Example.COM",
            "TEL;WORK;VOICE:+44 20 7946 0999",
            version="2.1",
        )
    )
    assert (read.family, read.given, read.full_name) == ("Hübner", "Amara", "Amara Hübner")
    assert read.emails[0].value == "amara@harbour.example.com"
    assert read.emails[0].preferred
    assert read.phones[0].types == ("work",)


def test_apple_labels_become_kinds_of_address() -> None:
    read = card(
        wrapped(
            "FN:Amara", "item1.EMAIL;TYPE=INTERNET:a@h.example", "item1.X-ABLabel:_$!<Work>!$_"
        )
    )
    assert read.emails[0].types == ("work",)


def test_escapes_and_folds_are_undone() -> None:
    read = card(wrapped("FN:Amara", r"NOTE:likes tea\, not", r"  coffee\;\nbirthday in May"))
    assert read.note == "likes tea, not coffee;\nbirthday in May"


def test_telephone_of_4_0_loses_its_scheme_and_keeps_its_extension() -> None:
    read = card(
        wrapped(
            "FN:Amara",
            'TEL;VALUE=uri;TYPE="work,voice":tel:+44-20-7946-0999;ext=7',
            version="4.0",
        )
    )
    assert read.phones[0].value == "+44-20-7946-0999 ext. 7"
    assert read.phones[0].types == ("work",)


@pytest.mark.parametrize(
    "lines",
    [
        ("KIND:org", "FN:Harbour & Sons", "ORG:Harbour & Sons"),
        ("FN:Harbour & Sons", "ORG:Harbour & Sons", "X-ABShowAs:COMPANY"),
        ("ORG:Harbour & Sons",),
        ("N:;;;;", "FN:Harbour & Sons", "ORG:Harbour & Sons"),
    ],
)
def test_a_card_of_a_company_is_an_organisation(lines: tuple[str, ...]) -> None:
    read = card(wrapped(*lines))
    assert read.is_organisation
    assert read.full_name == "Harbour & Sons"


def test_a_person_of_a_company_is_no_organisation() -> None:
    assert not card(
        wrapped("N:Okoro;Amara", "FN:Amara Okoro", "ORG:Harbour & Sons")
    ).is_organisation


def test_a_nested_card_is_not_mixed_with_its_bearer() -> None:
    inner = "AGENT:\r\n" + wrapped("FN:Dele", "EMAIL:dele@h.example", version="2.1").strip()
    read = card(wrapped("FN:Amara", inner, "EMAIL:amara@h.example", version="2.1"))
    assert [each.value for each in read.emails] == ["amara@h.example"]


def test_a_card_without_end_is_still_a_card() -> None:
    read = cards(
        "BEGIN:VCARD\nFN:Amara\nBEGIN:VCARD\nFN:Chidi\nEND:VCARD\nBEGIN:VCARD\nFN:Dele"
    )
    assert [each.full_name for each in read if isinstance(each, Card)] == [
        "Amara",
        "Chidi",
        "Dele",
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_any_line_end_and_encoding_is_read(ending: str, encoding: str) -> None:
    text = wrapped("FN:Jörg Weiß").replace("\r\n", ending)
    assert card(text.encode(encoding)).full_name == "Jörg Weiß"


def test_stray_lines_and_empty_cards_are_refused_with_a_sentence() -> None:
    stray, empty = cards("hello\n" + wrapped("NOTE:nothing"))
    assert isinstance(stray, Refusal) and stray.raw == b"hello"
    assert isinstance(empty, Refusal) and told_in_english(empty.because).endswith(".")


@needs_shared
@pytest.mark.parametrize(
    "path", sorted(SHARED.glob("vcards/*.vcf")), ids=lambda path: path.name
)
def test_every_shared_card_is_read(path: Path) -> None:
    with path.open("rb") as stream:
        read = list(read_cards(stream))
    assert len(read) == path.read_bytes().upper().count(b"BEGIN:VCARD")
    assert all(isinstance(each, Card) and (each.full_name or each.emails) for each in read)


@needs_shared
@each_world
def test_every_card_of_a_world_names_the_party_it_belongs_to(world: Path) -> None:
    truth = truth_of(world)
    with (world / "contacts.vcf").open("rb") as stream:
        read = {str(each.number): each for each in read_cards(stream)}
    assert len(read) == truth["files"]["contacts.vcf"]["cards"]
    for party in truth["parties"]:
        for record in party["records"]:
            if record["file"] == "contacts.vcf":
                found = read[record["id"]]
                assert isinstance(found, Card)
                addresses = {address.lower() for address in party["addresses"]}
                assert addresses & {each.value for each in found.emails}


@given(st.binary(max_size=600))
def test_no_bytes_raise(raw: bytes) -> None:
    cards(raw)
    cards(b"BEGIN:VCARD\n" + raw + b"\nEND:VCARD")
    cards(b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-7:" + raw)


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VCARD",
                "END:VCARD",
                "AGENT:",
                "FN:A",
                "N:;;",
                "TEL;=:",
                'EMAIL;TYPE="a:b@c',
                " x",
                "=",
                "NOTE;QUOTED-PRINTABLE:=",
                "PHOTO;BASE64:",
                "ADR:;;;;;;;;;;",
                "item1.:x",
                "BDAY:99999999",
            ]
        ),
        max_size=25,
    )
)
def test_no_order_of_lines_raises_and_every_card_is_accounted_for(lines: list[str]) -> None:
    assert len(cards("\n".join(lines))) >= (1 if any(line.strip() for line in lines) else 0)
