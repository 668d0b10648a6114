"""Fields that Finch Advisory defined."""

import pytest

from keepwell.fields.commands.choices import add_tags
from keepwell.fields.commands.define import define_field


@pytest.fixture
def fields(petra, now):
    """One field of every sort, by its name in lists, and two tags."""
    told = {"at": now, "by": petra}
    made = [
        define_field("Motto", "text", **told),
        define_field("Score", "number", **told),
        define_field("Fee", "money", nature="organisation", **told),
        define_field("Renewal", "date", **told),
        define_field("Tier", "choice", choices="Gold\nSilver\nTin", **told),
        define_field("Interests", "choices", choices="Tax\nLaw", **told),
        define_field("Recommended by", "party", **told),
        define_field("Newsletter", "yes_no", **told),
        define_field("Profile", "url", **told),
        add_tags("VIP\nPartner", **told),
    ]
    return {row.key: row for row in made}
