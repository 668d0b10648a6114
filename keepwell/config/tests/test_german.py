"""A German teammate reads German on every page they meet in a day."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.agreements.models import Agreement
from keepwell.conversations.commands.log import log_call
from keepwell.conversations.commands.tasks import make_promise
from keepwell.exchange.commands.start_import import start_import
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.commands.refresh import refresh_contact_facts

pytestmark = pytest.mark.django_db

# Words that no German sentence of ours holds, and hardly an English one does without.
ENGLISH = set(
    re.findall(
        r"\w+",
        """
the and of with you your they their are is it not nothing who what when from this that  each
has have owner client clients customer day days ago promise save keep add show  since until
nobody none by for on be some any two say said close more many see look  which how why out
up down we our time people party parties choose give change remove  sign password search
settings file files rows due quiet silent touch
        """,
    )
)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def german(amara):
    amara.language, amara.role = "de", "administrator"
    amara.save()
    return amara


@pytest.fixture
def reader(german):
    client = Client()
    client.force_login(german)
    return client


@pytest.fixture
def tended(harbour, german, at):
    """Harbour & Sons: a client gone quiet, with an agreement and a late promise."""
    on = timezone.localdate()
    Agreement.objects.create(
        party=harbour, number="A-1", kind="retainer", title="Mandat Hafen",
        starts_on=on - timedelta(days=400), ends_on=on + timedelta(days=60),
        renewal="automatic",
    )  # fmt: skip
    assign_owner(harbour, german, on=on, at=at, by=german)
    log_call([harbour], direction="outbound", outcome="connected",
             on=at - timedelta(days=80), at=at, by=german)  # fmt: skip
    make_promise("Entwurf senden", party=harbour, due_on=on - timedelta(days=2), at=at,
                 by=german)  # fmt: skip
    refresh_contact_facts(at=at)
    judge_all_kinds(at=at)
    return harbour


def said_by(html):
    """Everything a page says: its text, and what is read aloud or shown on hovering."""
    html = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", html)
    html = re.sub(r'<option value="\w+/[^"]*"[^>]*>[^<]*', " ", html)  # time zones
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', html)
    return [unescape(text).strip() for text in (*re.split(r"<[^>]+>", html), *spoken)]


def english_in(html):
    return [
        text
        for text in said_by(html)
        if set(re.findall(r"[a-z]+", text.lower().replace("e-mail", ""))) & ENGLISH
    ]


def test_today_speaks_german(reader, tended):
    page = reader.get("/").content.decode()
    assert '<html lang="de"' in page and "Eine Zusage ist überfällig" in page
    assert english_in(page) == []


def test_the_page_of_a_party_speaks_german_and_writes_days_so(reader, tended):
    page = reader.get(reverse("desk:party", args=[tended.pk])).content.decode()
    assert "Rahmenvertrag gilt seit" in page
    assert not re.search(r">[^<]*\d{4}-\d\d-\d\d", page)
    assert english_in(page) == []


@pytest.mark.parametrize(
    "address",
    ["/parties/", "/parties/?view=mine", "/parties/new/", "/parties/trash/",
     "/parties/duplicates/", "/conversations/?side=waiting", "/conversations/",
     "/conversations/?side=unclaimed", "/search/?q=Harbour", "/imports/new/", "/imports/",
     "/settings/", "/settings/teammates/", "/settings/teams/", "/settings/security/",
     "/settings/walls/", "/settings/me/", "/parties/export/"],
)  # fmt: skip
def test_the_other_pages_speak_german(reader, tended, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert english_in(answer.content.decode()) == []


def test_the_story_of_a_party_is_told_in_german(reader, tended):
    page = reader.get(reverse("desk:party_history", args=[tended.pk])).content.decode()
    assert "hat die zuständige Person benannt" in page
    assert english_in(page) == []


def test_an_import_is_shown_in_german(reader, tended, at, german, tmp_path):
    file = tmp_path / "kontakte.csv"
    file.write_text("Name,Email\nWerft Nord,werft@nord.example\n", encoding="utf-8")
    job = start_import([file], at=at, by=german)
    page = reader.get(reverse("exchange:import", args=[job.pk])).content.decode()
    assert english_in(page) == []


def test_signing_in_is_german_for_a_german_browser(firm, petra):
    page = Client().get(reverse("account_login"), headers={"accept-language": "de"})
    assert "Melden Sie sich in Ihrem Bestand an." in page.content.decode()
    assert english_in(page.content.decode()) == []
