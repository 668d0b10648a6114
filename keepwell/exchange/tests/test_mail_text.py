"""The writer's own words come out of a mail without quotations and signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.exchange.readers.charsets import decoded
from keepwell.exchange.readers.mail_text import (
    asks_something,
    own_words,
    text_of_html,
    unflowed,
)
from keepwell.exchange.tests.shared_folders import SHARED, needs_shared

OWN = {
    "correct_sig": "this is an email with a correct -- signature.",
    "email_1_3": "Oh thanks.\n\nHaving the function would be great.\n\n-Abhishek Kona",
    "email_1_4": "Awesome! I haven't had another problem with it.",
    "email_1_6": "I get proper rendering as well.",
    "email_1_7": ":+1:",
    "email_1_8": "I will reply under this one\n\nand under this.",
    "email_2_2": "Outlook with a reply directly above line",
    "email_2_3": "Outlook with a reply above headers using unusual format",
    "email_BlackBerry": "Here is another email",
    "email_gmail": "This is a test for inbox replying to a github message.",
    "email_headers_no_delimiter": "And another reply!",
    "email_iPhone": "Here is another email",
    "email_multi_word_sent_from_my_mobile_device": "Here is another email",
    "email_sent_from_my_not_signature": "Here is another email\n\n"
    "Sent from my desk, is much easier then my mobile phone.",
    "pathological": "I think you're onto something. I will try to fix the problem"
    " as soon as I\nget back to a computer.",
}


@needs_shared
@pytest.mark.parametrize("name", OWN)
def test_replies_of_real_mail_programs(name: str) -> None:
    text = (SHARED / "mail" / "replies" / f"{name}.txt").read_text(encoding="utf-8")
    assert own_words(text) == OWN[name]


@needs_shared
def test_no_shared_reply_keeps_a_quoted_line_or_loses_all_words() -> None:
    for path in SHARED.glob("mail/replies/*.txt"):
        words = own_words(path.read_text(encoding="utf-8"))
        assert words
        assert not any(line.startswith(">") or "wrote:" in line for line in words.split("\n"))


@pytest.mark.parametrize(
    "intro",
    [
        "On Fri, 5 Jul 2024 at 06:00, Amara <amara@h.example> wrote:",
        "Am 05.07.2024 um 06:00 schrieb Amara <amara@h.example>:",
        "Le 05/07/2024 à 06:00, Amara <amara@h.example> a écrit :",
        "El vie, 5 jul 2024 a las 6:00, Amara (<amara@h.example>) escribió:",
        "Vào Th 6, 5 thg 7, 2024 lúc 06:00 Amara <amara@h.example> đã viết:",
        "Il giorno ven 5 lug 2024 alle ore 06:00 Amara <amara@h.example> ha scritto:",
        "Op vr 5 jul. 2024 om 06:00 schreef Amara <amara@h.example>:",
        "W dniu 5.07.2024 o 06:00, Amara pisze:",
        "在 2024年7月5日，Amara <amara@h.example> 写道：",
        "-----Ursprüngliche Nachricht-----",
        "---------- Forwarded message ---------",
        "Von: Amara\nGesendet: Freitag, 5. Juli 2024\nAn: Chidi\nBetreff: Zahlen",
        "From: Amara\nDate: 5 July 2024\nSubject: Figures",
    ],
)
def test_what_follows_an_introduction_in_many_languages_is_not_own(intro: str) -> None:
    assert own_words(f"Thank you.\n\n{intro}\nCould you check row 14?") == "Thank you."


def test_thanks_alone_are_own_words_and_a_question_after_thanks_is_kept() -> None:
    assert own_words("Thank you.") == "Thank you."
    assert asks_something(own_words("Done.\n\nThanks,\n\nCould you also check row 14?"))


def test_words_below_the_quotation_are_own() -> None:
    text = (
        "On Fri, 5 Jul 2024, Amara wrote:\n> Ready?\n> -----Original Message-----\n> x\n"
        "\nYes, we are."
    )
    assert own_words(text) == "Yes, we are."


def test_a_signature_after_the_greeting_goes_and_an_afterthought_stays() -> None:
    text = (
        "All fine.\n\nKind regards,\n\nAmara Okoro\nHarbour & Sons\n"
        "https://h.example/?a\n\nPS: Friday?"
    )
    assert own_words(text) == "All fine.\n\nPS: Friday?"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Ready?", True),
        ("好吗？", True),
        ("جاهز؟", True),
        ("Ready.", False),
        ("http://h.example/?x", False),
    ],
)
def test_a_question_mark_asks_but_not_within_an_address(words: str, asks: bool) -> None:
    assert asks_something(words) is asks


def test_html_becomes_lines_with_marked_quotations_and_without_scripts() -> None:
    page = (
        "<style>p{}</style><p>Hello<br>you</p><script>x?</script>"
        "<blockquote>Old<br>words</blockquote>"
    )
    assert text_of_html(page) == "Hello\nyou\n\n> Old\n> words"


def test_flowed_lines_are_joined_but_not_the_signature_mark() -> None:
    assert unflowed("one \ntwo\n-- \nAmara") == "one two\n-- \nAmara"


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("größer".encode(), "us-ascii", "größer"),
        ("größer".encode("cp1252"), "utf-8", "größer"),
        (b"\x80 5", "iso-8859-1", "€ 5"),
        ("漢字".encode("gb18030"), "gb2312", "漢字"),
        (b"plain", "x-no-such-charset", "plain"),
        (b"plain", "zlib", "plain"),
        (b"a\x00b\r\nc", "utf-8", "ab\nc"),
    ],
)
def test_any_charset_is_read(raw: bytes, charset: str, text: str) -> None:
    assert decoded(raw, charset) == text


@given(st.text(max_size=400), st.text(max_size=20))
def test_no_text_raises(text: str, name: str) -> None:
    own_words(text)
    text_of_html(text)
    assert "\x00" not in decoded(text.encode("utf-8", "replace"), name)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<blockquote>",
                "<![if x]>",
                "<!--",
                "<br",
                "&#xD800;",
                "x",
                "<a href='",
                "</body>",
            ]
        ),
        max_size=40,
    )
)
def test_no_markup_raises(pieces: list[str]) -> None:
    own_words(text_of_html("".join(pieces)))
