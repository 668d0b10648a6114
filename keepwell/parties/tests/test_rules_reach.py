"""E-mail addresses and telephone numbers are cleaned, and the nonsense among them refused."""

import pytest

from keepwell.parties.rules.addresses import (
    clean_address,
    is_free_mail,
    is_machine,
    is_shared_mailbox,
)
from keepwell.parties.rules.phones import clean_phone, phone_tail, same_number


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" KCARROW@Kestrel-foods.example.com ", "kcarrow@kestrel-foods.example.com"),
        ("Amara Okafor <amara@harbour.example>", "amara@harbour.example"),
        ("mailto:amara@harbour.example?subject=Hi", "amara@harbour.example"),
        ("o'neal+crm@x-y.example.org", "o'neal+crm@x-y.example.org"),
        ("müller@straße.example", "müller@strasse.example"),
        ("amara@harbour", None),
        ("amara at harbour.example", None),
        ("a@b@c.example", None),
        ("n/a", None),
        ("a..b@c.example", None),
        ("", None),
    ],
)
def test_an_address_is_cleaned_or_refused(text: str, clean: str | None) -> None:
    assert clean_address(text) == clean


def test_a_shared_mailbox_is_known_in_several_languages() -> None:
    for local in (
        "info",
        "office",
        "Kontakt",
        "accounts-payable",
        "buchhaltung",
        "info.berlin",
    ):
        assert is_shared_mailbox(local), local
    for local in ("amara", "j.office-smith", "kcarrow", "infantino"):
        assert not is_shared_mailbox(local), local


def test_nobody_reads_a_machines_mailbox() -> None:
    for mail in ("no-reply@x.example", "MAILER-DAEMON@x.example", "noreply+12@x.example"):
        assert is_machine(mail), mail
    assert not is_machine("norbert.ply@x.example")


def test_free_mail_names_no_employer_and_the_firm_may_add_more() -> None:
    assert is_free_mail("gmail.com")
    assert not is_free_mail("post.example.org")
    assert is_free_mail("post.example.org", frozenset({"post.example.org"}))


@pytest.mark.parametrize(
    ("text", "region", "clean"),
    [
        ("+44 20 7946 0043", None, "+442079460043"),
        ("+44 (0)20 7946 0043", None, "+442079460043"),
        ("0044 20 7946 0043", None, "+442079460043"),
        ("020 7946 0043", "GB", "+442079460043"),
        ("(212) 555-0112", "US", "+12125550112"),
        ("(212) 555-0112", None, "2125550112"),
        ("503.555.0120 ext. 12", "us", "+15035550120"),
        ("+1-646-555-0104 x7", None, "+16465550104"),
        ("tel:+49-30-23125-153", None, "+493023125153"),
        ("call the office first; then ext. 12", "GB", None),
        ("12", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_cleaned_or_refused(
    text: str, region: str | None, clean: str | None
) -> None:
    assert clean_phone(text, region) == clean


def test_a_number_without_its_country_is_still_known() -> None:
    assert same_number("+442079460043", "02079460043")
    assert not same_number("+442079460043", "+12079460043")
    assert phone_tail("+442079460043") == phone_tail("02079460043")
