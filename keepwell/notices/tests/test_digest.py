"""The digest by mail, sent to a real mail server on this machine."""

import email
import email.policy
import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from keepwell.config import worker
from keepwell.conversations.commands.tasks import complete_task, plan_task
from keepwell.notices import jobs, post
from keepwell.notices.commands.digest import begin_digest
from keepwell.notices.commands.prefer import prefer_notices
from keepwell.notices.commands.read import read_all_notices
from keepwell.notices.models import Letter, Notice
from keepwell.notices.queries.digests import digests_due
from keepwell.notices.rules import USUAL
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
MONDAY_AT_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Mailbox:
    """A mail server's hands: what it took, and what it says to the next ones."""

    def __init__(self):
        self.taken, self.answers = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its name there
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 taken"


def _place(server):
    return server.server.sockets[0].getsockname()


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=0)
    # It knocks at the port it was given; chance chooses ours.
    server._trigger_server = lambda: socket.create_connection(_place(server), 5).close()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.CAN_MAIL = *_place(server), True
    settings.SITE_URL = "https://keepwell.finch.example"
    yield box
    server.stop()


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(MONDAY_AT_NINE, tick=False)
    return time_machine


@pytest.fixture
def told(petra, clock):
    return {"at": MONDAY_AT_NINE, "by": petra}


@pytest.fixture
def given(amara, harbour, told):
    """Petra gave Amara a task for Harbour & Sons that is due today."""
    return plan_task(
        "Call <Hanne>", party=harbour, assignee=amara, due_on=MONDAY_AT_NINE.date(), **told
    )


def run():
    jobs.write_digests()
    worker.work_off()


def text_of(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


def test_a_digest_tells_what_is_new_and_due_in_text_and_html_once(mailbox, given, amara):
    run()
    run()
    (mail,) = mailbox.taken
    assert mail["To"] == amara.email and mail["Subject"] == "Keepwell: 1 new, 1 due"
    plain, html = text_of(mail), text_of(mail, "html")
    link = f"https://keepwell.finch.example/tasks/{given.pk}/"
    for said in ("Petra gave you a task: Call <Hanne>", "(Harbour & Sons)", link):
        assert said in plain
    assert "Call &lt;Hanne&gt;" in html and "Harbour &amp; Sons" in html and link in html
    assert Letter.objects.get().sent_at == MONDAY_AT_NINE


def test_nothing_is_sent_where_nothing_is_to_be_told_however_late_something_comes(
    mailbox, amara, told, clock
):
    run()
    plan_task("Later", assignee=amara, **told)
    run()
    assert mailbox.taken == []
    clock.move_to(MONDAY_AT_NINE + timedelta(days=1), tick=False)
    run()
    assert len(mailbox.taken) == 1


def test_the_next_day_tells_nothing_twice(mailbox, given, told, clock):
    complete_task(given, **told)
    run()
    clock.move_to(MONDAY_AT_NINE + timedelta(days=1), tick=False)
    run()
    assert len(mailbox.taken) == 1


def test_it_comes_on_working_days_at_the_own_hour_and_not_while_away(
    given, amara, firm, mailbox
):
    due = {teammate for teammate, _day in digests_due(MONDAY_AT_NINE)}
    assert amara in due
    assert not list(digests_due(MONDAY_AT_NINE - timedelta(days=1)))
    amara.time_zone = "America/New_York"
    amara.save()
    assert amara not in {one for one, _day in digests_due(MONDAY_AT_NINE)}
    evening = MONDAY_AT_NINE + timedelta(hours=5)
    assert amara in {one for one, _day in digests_due(evening)}
    amara.absences.create(
        starts_on=MONDAY_AT_NINE.date(), ends_on=MONDAY_AT_NINE.date() + timedelta(days=2)
    )
    assert amara not in {one for one, _day in digests_due(evening)}


def test_a_wall_raised_after_it_was_written_keeps_the_party_out_of_the_mail(
    mailbox, given, amara, told
):
    plan_task("Water the plants", assignee=amara, **told)
    jobs.write_digests()
    Wall.objects.create(
        party=given.party, teammate=amara, reason="conflict", raised_at=told["at"]
    )
    worker.work_off()
    (mail,) = mailbox.taken
    assert "Water the plants" in text_of(mail)
    for part in (text_of(mail), text_of(mail, "html")):
        assert "Harbour" not in part and "Hanne" not in part


def test_a_letter_with_nothing_left_to_tell_is_not_sent(mailbox, given, amara, told):
    jobs.write_digests()
    Wall.objects.create(
        party=given.party, teammate=amara, reason="conflict", raised_at=told["at"]
    )
    worker.work_off()
    assert mailbox.taken == []
    assert Letter.objects.get().given_up_at


def test_what_was_read_meanwhile_is_not_told(mailbox, given, amara, told):
    jobs.write_digests()
    complete_task(given, **told)
    read_all_notices(amara, at=told["at"])
    worker.work_off()
    assert mailbox.taken == []


def test_a_mail_server_that_is_busy_is_asked_again_and_gets_it_once(mailbox, given, clock):
    mailbox.answers = ["451 busy", "451 still busy"]
    run()
    for minutes in (1, 3, 10, 30):
        clock.move_to(MONDAY_AT_NINE + timedelta(minutes=minutes), tick=False)
        run()
    assert len(mailbox.taken) == 1
    assert Letter.objects.get().tries == 3


def test_an_address_that_is_refused_for_good_is_given_up_with_the_reason(mailbox, given):
    mailbox.answers = ["550 no such mailbox"]
    run()
    letter = Letter.objects.get()
    assert letter.given_up_at and "no such mailbox" in letter.because
    assert Notice.objects.get().letter is None


def test_a_worker_that_died_before_the_mail_server_heard_of_it_loses_nothing(
    mailbox, given, monkeypatch, clock
):
    def die(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(post, "mail_of", die)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert mailbox.taken == []
    clock.move_to(MONDAY_AT_NINE + timedelta(minutes=5), tick=False)
    run()
    assert len(mailbox.taken) == 1


def test_a_letter_sent_again_after_a_death_bears_the_same_id(
    mailbox, given, monkeypatch, clock
):
    def die(*_given, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(post, "note_sent", die)
        with pytest.raises(KeyboardInterrupt):
            run()
    clock.move_to(MONDAY_AT_NINE + timedelta(minutes=5), tick=False)
    run()
    run()
    assert len({mail["Message-ID"] for mail in mailbox.taken}) == 1
    assert Letter.objects.get().sent_at


def test_two_workers_that_look_at_once_write_one_letter(given, amara, told):
    day = MONDAY_AT_NINE.date()
    assert begin_digest(amara, on=day, at=told["at"])
    assert begin_digest(amara, on=day, at=told["at"]) is None
    assert Letter.objects.count() == 1


def test_one_click_in_the_mail_stops_it_and_looking_at_the_link_does_not(
    mailbox, given, client, amara, clock
):
    run()
    (mail,) = mailbox.taken
    stop = mail["List-Unsubscribe"].strip(" <>").removeprefix("https://keepwell.finch.example")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert amara.email in client.get(stop).content.decode()
    amara.refresh_from_db()
    assert amara.digest.stopped_at is None
    client.handler.enforce_csrf_checks = True
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    amara.digest.refresh_from_db()
    assert amara.digest.stopped_at
    clock.move_to(MONDAY_AT_NINE + timedelta(days=1), tick=False)
    run()
    assert len(mailbox.taken) == 1
    assert client.get("/notices/stop/made-up/").status_code == 404


def test_it_speaks_the_language_of_its_reader(mailbox, given, amara):
    amara.language = "de"
    amara.save()
    run()
    (mail,) = mailbox.taken
    assert "Petra hat Ihnen eine Aufgabe gegeben: Call <Hanne>" in text_of(mail)


def test_who_stopped_it_or_left_gets_none(mailbox, given, amara, told):
    jobs.write_digests()
    amara.is_active = False
    amara.save()
    worker.work_off()
    assert mailbox.taken == []
    prefer_notices(amara, ways=dict(USUAL), hour=8, wants_digest=False, at=told["at"])
    assert amara not in {one for one, _day in digests_due(told["at"])}
