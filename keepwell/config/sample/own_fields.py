"""Fields of the sample firm's own and its tags, so that lists and pages have some to show."""

from datetime import timedelta

from keepwell.config.sample.days import Days
from keepwell.config.sample.firm_life import Staff
from keepwell.fields.commands.choices import add_tags
from keepwell.fields.commands.define import define_field
from keepwell.fields.commands.write import put_choices, set_own_values
from keepwell.parties.models import Nature, Party

TAGS = ("Key client", "Board contact", "Reference")
QUARTERS = ("January to March", "April to June", "July to September", "October to December")
SO_MANY = 36


def keep_own_fields(staff: Staff, days: Days) -> None:
    """What Harbour & Finch notes of organisations beside what every firm does."""
    at, by = days.now - timedelta(days=SO_MANY), staff.boss
    budget = define_field(
        "Budget for advice", "money", nature="organisation",
        about="What they set aside for advisers in a year.", at=at, by=by,
    )  # fmt: skip
    plans = define_field(
        "Plans the year in", "choice", nature="organisation", choices="\n".join(QUARTERS),
        at=at, by=by,
    )  # fmt: skip
    add_tags("\n".join(TAGS), at=at, by=by)
    firms = Party.objects.present().filter(nature=Nature.ORGANISATION)
    for number, party in enumerate(firms.order_by("sort_name", "pk")[:SO_MANY]):
        noted = days.now - timedelta(days=SO_MANY - number, hours=2)
        values = {f"own_{plans.key}": QUARTERS[number % len(QUARTERS)]}
        if number % 3:
            values[f"own_{budget.key}"] = str(20_000 + 5_000 * (number * 7 % 23))
        set_own_values(party, values, at=noted, by=by)
        if number % 4 == 0:
            tag = TAGS[number // 4 % len(TAGS)]
            put_choices(party, "tags", add=[tag], at=noted, by=by)
