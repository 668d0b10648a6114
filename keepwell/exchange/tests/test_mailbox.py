"""A mailbox is read mail by mail: nothing lost, nothing doubled, nothing raises."""

import time
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepwell.exchange.readers import mailbox
from keepwell.exchange.readers.mail_nature import Nature
from keepwell.exchange.readers.mailbox import Mail, addresses, read_eml, read_mbox
from keepwell.exchange.readers.refusal import Refusal
from keepwell.exchange.tests.shared_folders import SHARED, each_world, needs_shared, truth_of
from keepwell.kernel.words import told_in_english

LINE = "From amara@h.example Mon Jul 08 06:36:14 2024\n"
HEAD = (
    "From: Amara <Amara@H.example>\nTo: chidi@x.example\nDate: Mon, 8 Jul 2024 08:36:14 +0200\n"
)


def eml(text: str | bytes) -> Mail:
    read = read_eml(BytesIO(text.encode() if isinstance(text, str) else text))
    assert isinstance(read, Mail), read
    return read


def mbox(text: str) -> list[Mail | Refusal]:
    return list(read_mbox(BytesIO(text.encode())))


@needs_shared
@each_world
def test_kinds_of_mail_equal_the_truth(world: Path) -> None:
    truth = truth_of(world)
    expected = truth["files"]["mailbox.mbox"]
    ending = "@" + truth["world"]["domain"]
    with (world / "mailbox.mbox").open("rb") as stream:
        mails = list(read_mbox(stream))
    different = {each.message_id: each for each in mails if isinstance(each, Mail)}
    assert len(mails) == expected["messages"]
    assert len(different) == expected["different"]
    assert (
        sum(mail.message_id_made for mail in different.values())
        == expected["without_message_id"]
    )
    assert Counter(_kind(mail, ending) for mail in different.values()) == expected["kinds"]
    machines = set(truth["world"]["machine_addresses"])
    assert not [
        m for m in different.values() if m.sender.email in machines and m.nature is Nature.HUMAN
    ]
    bounces = [mail for mail in different.values() if mail.nature is Nature.BOUNCE]
    assert all(
        mail.failed_message_id in different and mail.failed_recipient for mail in bounces
    )


def _kind(mail: Mail, ending: str) -> str:
    if mail.nature is not Nature.HUMAN:
        return {Nature.BOUNCE: "bounce", Nature.NEWSLETTER: "bulk"}.get(mail.nature, "auto")
    if not mail.sender.email.endswith(ending):
        return "in"
    return "internal" if all(each.email.endswith(ending) for each in addresses(mail)) else "out"


@needs_shared
@pytest.mark.parametrize(
    "path",
    sorted(p for p in SHARED.glob("mail/**/*.*") if p.parent.name != "replies"),
    ids=lambda p: p.name,
)
def test_every_shared_mail_is_read_or_refused_with_a_reason(path: Path) -> None:
    with path.open("rb") as stream:
        read = read_eml(stream)
    if isinstance(read, Refusal):
        assert told_in_english(read.because).endswith(".") and read.raw
    else:
        assert read.message_id and "\x00" not in read.text


def test_a_line_that_begins_with_from_does_not_cut_a_mail() -> None:
    body = (
        "\nFrom here on we work by the hour.\n\nFrom 9:00 on, 2024 is fine.\n"
        ">From us, that is all.\n"
    )
    (read,) = mbox(LINE + HEAD + body)
    assert isinstance(read, Mail)
    assert "From here on" in read.text
    assert "\nFrom us, that" in read.text


def test_two_copies_without_message_id_get_the_same_made_id() -> None:
    first, second = mbox(
        LINE + HEAD + "\nHello\n\n" + LINE + "X-Folder: Sent\n" + HEAD + "\nHello\n"
    )
    assert isinstance(first, Mail) and isinstance(second, Mail)
    assert first.message_id_made and first.message_id == second.message_id


def test_a_letter_cut_between_encoded_words_is_whole_again() -> None:
    read = eml(HEAD + "Subject: =?utf-8?q?Gr=C3?=\n =?utf-8?q?=B6=C3=9Fe?= neu\n\nx")
    assert read.subject == "Größe neu"


def test_a_comma_in_a_decoded_name_does_not_split_the_address() -> None:
    read = eml("From: =?iso-8859-1?q?Steinbr=FCck=2C_J=FCrgen?= <J@X.example>\n\nx")
    assert read.sender == ("Steinbrück, Jürgen", "j@x.example")


def test_lists_groups_quotes_and_comments_of_recipients_are_read() -> None:
    read = eml(
        'From: a@x.example\nTo: "Okoro, Amara" <a@h.example>,'
        " team: c@h.example; d@h.example (Dele)\n\nx"
    )
    assert [each.email for each in read.to] == ["a@h.example", "c@h.example", "d@h.example"]
    assert read.to[0].name == "Okoro, Amara"


@pytest.mark.parametrize("mark", ["Re:", "RE: AW:", "SV:", "Re[2]:", "回复：", "Trả lời:"])
def test_marks_of_replies_are_taken_off(mark: str) -> None:
    read = eml(HEAD + f"Subject: {mark} Annual Accounts\n\nx")
    assert (read.thread_subject, read.is_reply_subject) == ("annual accounts", True)


def test_a_forward_is_no_reply() -> None:
    read = eml(HEAD + "Subject: WG: Zahlen\n\nx")
    assert (read.thread_subject, read.is_reply_subject, read.is_forward_subject) == (
        "zahlen",
        False,
        True,
    )


def test_an_unreadable_date_falls_back_to_the_post_office() -> None:
    received = "Received: by mx; Mon, 8 Jul 2024 06:36:20 +0000\n"
    read = eml(received + "From: a@x.example\nDate: sometime in 2099\n\nx")
    assert (read.at, read.date_doubtful) == (datetime(2024, 7, 8, 6, 36, 20, tzinfo=UTC), True)
    read = eml(received + "From: a@x.example\nDate: Fri, 1 Jan 2049 00:00:00 +0000\n\nx")
    assert read.at is not None and read.at.year == 2024 and read.date_doubtful
    (told,) = mbox(LINE + "From: a@x.example\n\nx\n")
    assert isinstance(told, Mail) and told.at == datetime(2024, 7, 8, 6, 36, 14, tzinfo=UTC)


def test_too_many_headers_and_too_long_a_head_are_refused_with_a_sentence() -> None:
    for head in ("X-A: b\n" * 10_001, "X-A: " + "b" * (1 << 20) + "\n"):
        read = read_eml(BytesIO((HEAD + head + "\nx").encode()))
        assert isinstance(read, Refusal) and told_in_english(read.because).endswith(".")


def test_the_mail_after_a_refused_one_is_read() -> None:
    refused, read = mbox(LINE + "X-A: b\n" * 10_001 + "\nx\n\n" + LINE + HEAD + "\nHello\n")
    assert isinstance(refused, Refusal) and isinstance(read, Mail)


def test_an_enormous_mail_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "LARGEST_MAIL", 2_000)
    read, after = mbox(
        LINE + HEAD + "\n" + "word word\n" * 1_000 + "\n" + LINE + HEAD + "\nHello\n"
    )
    assert isinstance(read, Mail) and read.cut and read.size > 10_000 and len(read.text) < 2_100
    assert isinstance(after, Mail) and after.text == "Hello"


def test_parts_within_parts_without_end_are_refused_or_read_not_raised() -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
    )
    assert read_eml(BytesIO((HEAD + nested + "\nx").encode()))


def test_html_only_is_read_as_text_and_attachments_are_listed() -> None:
    read = eml(
        HEAD + 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        "Content-Type: text/html; charset=x\n\n"
        "<p>Could you check?</p><blockquote>Old?</blockquote>\n--b\n"
        'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n'
        "aGVsbG8=\n--b--\n"
    )
    assert (read.own_words, read.asks) == ("Could you check?", True)
    assert read.attachments == (("a.pdf", "application/pdf", 5),)


def test_what_a_bounce_is_about_is_told() -> None:
    read = eml(
        "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; "
        "report-type=delivery-status;\n"
        ' boundary="b"\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n'
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; Dele@X.example\nAction: "
        "failed\n\n--b\n"
        "Content-Type: message/rfc822\n\nMessage-ID: <1@h.example>\nSubject: "
        "Hello\n\nx\n--b--\n"
    )
    assert read.nature is Nature.BOUNCE
    assert (read.failed_message_id, read.failed_recipient) == (
        "<1@h.example>",
        "dele@x.example",
    )


@needs_shared
def test_plain_mails_are_read_fast_enough() -> None:
    world = max(SHARED.glob("worlds/*/mailbox.mbox"), key=lambda path: path.stat().st_size)
    raw = world.read_bytes()
    began = time.process_time()
    count = sum(1 for _ in read_mbox(BytesIO(raw)))
    # Measured about 2,000/s on the slowest machine; a third of it allows for a busy one.
    assert count / (time.process_time() - began) > 700


@given(st.binary(max_size=800))
@settings(max_examples=150)
def test_no_bytes_raise(raw: bytes) -> None:
    read_eml(BytesIO(raw))
    list(read_mbox(BytesIO(LINE.encode() + raw)))
    read_eml(
        BytesIO(HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + raw)
    )


_ODD = st.sampled_from(
    [
        "From:",
        "To: <",
        "Date: x",
        "Content-Type: multipart/mixed; boundary=b",
        "Subject: =?utf-8?b?=?=",
        "Content-Type: text/plain; charset*=utf-8''%ff",
        "Content-Type: text/html; charset=zlib",
        "--b",
        "--b--",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: uuencode",
        "",
        " folded",
        "<p>x?",
        "=?",
        "Content-Type: message/rfc822",
        "Content-Disposition: attachment; filename*0*=x",
        "begin 644 x",
        "From a@b Mon Jul 08 06:36:14 2024",
        "Content-Type: message/delivery-status",
        "Content-Type: ;;=",
    ]
)


@given(st.lists(_ODD, max_size=30))
@settings(max_examples=150)
def test_no_order_of_lines_raises(lines: list[str]) -> None:
    text = "\n".join(lines).encode()
    read = read_eml(BytesIO(text))
    assert isinstance(read, Mail | Refusal)
    list(read_mbox(BytesIO(text)))
