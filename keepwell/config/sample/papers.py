"""A few files of the sample firm, so that its pages have some to show."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from keepwell.config.sample.days import Days
from keepwell.config.sample.firm_life import Staff
from keepwell.conversations.queries.timeline import timeline
from keepwell.files.commands.attach import attach_files
from keepwell.files.receiving import Received, receive
from keepwell.parties.models import Nature, Party

SO_MANY = 12
FEES = "Role;Hours;Rate\nPartner;6;240\nAdviser;22;160\nAnalyst;30;95\n"
MINUTES = """Minutes: {title}

Present: both sides.

1. Where we stand. The figures were gone through; nobody objected.
2. What comes next. A draft within two weeks, then a word by phone.
3. Anything else. Nothing.
"""


def keep_papers(staff: Staff, days: Days) -> None:
    """Fees agreed with some organisations, and the minutes of their latest meeting."""
    firms = Party.objects.present().filter(nature=Nature.ORGANISATION)
    for number, party in enumerate(firms.order_by("sort_name", "pk")[:SO_MANY]):
        kept = days.now - timedelta(days=30 - number, hours=3)
        told: Any = {"at": kept, "by": staff.boss}
        if number % 2 == 0:
            attach_files(party, _paper(f"Fees {days.now.year}.csv", FEES), **told)
        everyone = Party.objects.all()
        met = timeline([party.pk], among=everyone, kinds=("meeting",), limit=1)
        if met and met[0].activity.at < days.now:
            title = met[0].activity.title
            paper = _paper(f"Minutes, {title}.txt", MINUTES.format(title=title))
            attach_files(party, paper, activity=met[0].activity, **told)


def _paper(name: str, text: str) -> list[Received]:
    return receive([SimpleUploadedFile(name, text.encode())])
