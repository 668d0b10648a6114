"""Which tables a firm owns, the file each goes into, and what stays behind and why."""

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models

EDITION: Final = 1
LABEL: Final = "keepwell.json"
FILES: Final = "files"

# In the order in which they are read: nothing here rests on what comes later, but for links of
# a table to itself.
NAMES: Final = {
    "firm.Firm": "firm",
    "firm.WorkingHours": "working_hours",
    "firm.Holiday": "holidays",
    "firm.Team": "teams",
    "firm.Teammate": "teammates",
    "firm.Teammate_teams": "team_members",
    "firm.TeammateAlias": "teammate_aliases",
    "firm.Absence": "absences",
    "parties.Party": "parties",
    "parties.PartyName": "names",
    "parties.ContactPoint": "contact_points",
    "parties.PostalAddress": "addresses",
    "parties.Tie": "ties",
    "parties.LooseTie": "loose_ties",
    "parties.ExternalId": "external_ids",
    "parties.MatchKey": "match_keys",
    "parties.DuplicateSuggestion": "possible_duplicates",
    "parties.Merge": "merges",
    "fields.OwnField": "own_fields",
    "fields.OwnValue": "own_values",
    "fields.SwappedValue": "own_values_swapped",
    "walls.RoleReach": "reaches",
    "walls.Sight": "sights",
    "walls.Wall": "walls",
    "journal.Entry": "journal",
    "journal.Seal": "journal_seals",
    "journal.Look": "looks",
    "conversations.Conversation": "conversations",
    "conversations.Activity": "activities",
    "conversations.Presence": "participants",
    "conversations.Series": "series",
    "conversations.Task": "tasks_and_promises",
    "files.Attachment": "attachments",
    "orders.Order": "orders",
    "orders.OrderLine": "order_lines",
    "usage.Use": "uses",
    "agreements.Agreement": "agreements",
    "relationships.Relationship": "relationships",
    "relationships.StageChange": "stage_changes",
    "relationships.Ownership": "owners",
    "relationships.TeamMember": "account_teams",
    "relationships.ContactFacts": "contact_facts",
    "relationships.Snooze": "put_off",
    "relationships.Opportunity": "opportunities",
    "kinds.Holding": "kinds",
    "kinds.PolicyVersion": "kinds_policies",
    "kinds.Proxy": "kinds_proxies",
    "kinds.Overruling": "kinds_overruled",
    "exchange.Import": "imports",
    "exchange.ImportFile": "import_files",
    "exchange.RowOutcome": "import_rows",
    "exchange.NamedOwner": "import_owners",
    "exchange.Trace": "import_traces",
    "exchange.Preset": "import_presets",
    "notices.Follow": "follows",
    "notices.Preference": "notice_preferences",
    "notices.Digest": "digests",
    "desk.SavedView": "saved_views",
    "desk.PinnedView": "pinned_views",
    "desk.FirstView": "first_views",
    "desk.BulkChange": "bulk_changes",
    "desk.BulkRow": "bulk_change_rows",
}
STAYS: Final = {
    "firm.Invitation": "a link that sets a password",
    "firm.AccessToken": "a key for programs",
    "firm.KeptAnswer": "an answer kept for an hour",
    "firm.Allowance": "a count for a minute",
    "exchange.Hook": "an address of another program, with its secret",
    "exchange.Delivery": "what was sent to it",
    "kinds.PartyFacts": "made again from the rest",
    "kinds.Due": "work of the machine",
    "notices.Notice": "what somebody was told, for some weeks",
    "notices.Letter": "what was sent by mail",
    "backups.BackupPlan": "belongs to the machine",
    "backups.Backup": "belongs to the machine",
    "config.Job": "work of the machine",
    "config.Chore": "work of the machine",
}
# How a teammate signs in stays with the house in which they do.
SECRETS: Final = {"firm.Teammate": {"password", "last_login"}}
# What every firm has from its first day; a firm that comes in brings its own.
FROM_THE_FIRST_DAY: Final = {"firm.WorkingHours", "firm.Holiday", "walls.RoleReach"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the file it goes into, and its columns."""

    label: str
    name: str

    @property
    def model(self) -> type[models.Model]:
        """The noun in it."""
        return apps.get_model(self.label)

    @property
    def fields(self) -> "list[models.Field[Any, Any]]":
        """Its columns, without secrets."""
        kept_back = SECRETS.get(self.label, set())
        return [one for one in self.model._meta.concrete_fields if one.name not in kept_back]


def tables() -> list[Table]:
    """Every table of the firm that this house has."""
    here = {one._meta.label for one in apps.get_models(include_auto_created=True)}
    return [Table(label, name) for label, name in NAMES.items() if label in here]
