"""What every column means, for whoever reads the files without Keepwell. In English, always."""

from typing import Any, Final

from django.db import models

from keepwell.exchange.whole.tables import NAMES, SECRETS, STAYS, Table

WORKED_OUT: Final = {
    "sort_name": "the name as it is sorted",
    "search_text": "all that finds the party",
    "folded": "the name without accents and case, for comparing",
    "normal": "the address or number in one spelling, for comparing",
    "tail": "the last digits of a number, backwards, for search",
    "digest": "a short hash",
    "subject_key": "the subject without Re: and the like",
    "header_key": "a short hash of the header of such a file",
}
WORDS: Final = {
    "id": "its own id",
    "party": "the party it is about",
    "party_id": "the party it is about",
    "teammate": "the teammate it is about",
    "team": "the team",
    "name": "what it is called",
    "names": "names",
    "nature": "what sort it is",
    "kind": "which sort of it",
    "text": "the words themselves",
    "title": "its heading, or a person's title",
    "given_name": "given name",
    "family_name": "family name",
    "honorific": "how they are addressed",
    "language": "language, as in de or en",
    "time_zone": "time zone of the IANA list",
    "industry": "line of business",
    "employees": "how many work there",
    "source": "the tool or file it came from; empty: written down here",
    "about": "a note on who they are",
    "birth_date": "birthday",
    "created_at": "when it was written down here, or in the tool it came from",
    "changed_at": "when its own fields last changed",
    "revision": "how often its own fields changed",
    "trashed_at": "when it was put aside; empty: it was not",
    "trashed_by": "who put it aside",
    "merged_into": "the party that took it in; empty: it stands for itself",
    "value": "the address or number as it was written",
    "label": "work, home and the like",
    "is_primary": "whether it is the first choice",
    "bounced_at": "when mail to it came back",
    "street": "street and number",
    "postal_code": "postal code",
    "city": "city",
    "region": "region",
    "country": "country",
    "role": "the part they play",
    "other": "the party at the other end",
    "starts_on": "first day",
    "ends_on": "first day outside: when it is over",
    "external_id": "its id in the tool it came from",
    "written": "that id as it was written there",
    "key": "by what it is known again, so that nothing comes in twice",
    "a": "one party",
    "b": "the other party",
    "score": "how alike they are, 0 to 1",
    "because": "why, in words or as words with their facts",
    "found_at": "when it was found",
    "decided_at": "when somebody decided",
    "decided_by": "who decided",
    "are_one": "what was decided: one, or two",
    "survivor": "the party that took in the other",
    "absorbed": "the party that was taken in",
    "merged_at": "when",
    "merged_by": "by whom",
    "moved": "what went over, so that they can be parted again",
    "before": "what it was before",
    "after": "what it was after",
    "undone_at": "when it was taken back",
    "reach": "how far it sees",
    "reason": "why",
    "raised_at": "when the wall was raised",
    "raised_by": "who raised it",
    "at": "when it happened",
    "verb": "what was done",
    "noun": "to what sort of thing",
    "noun_id": "to which",
    "by_id": "by which teammate; empty: by Keepwell itself",
    "facts": "what changed, each as [before, after], or what was told",
    "seal": "the seal it stands under",
    "previous": "the digest of the seal before",
    "lines": "how many lines stand under it",
    "sealed_at": "when it was sealed",
    "hour": "in which hour they looked",
    "subject": "what it is about",
    "last_at": "when something last happened in it",
    "ends_at": "when it ended",
    "place": "where",
    "direction": "who turned to whom",
    "outcome": "how it ended",
    "task": "the task it hangs on",
    "media": "what it is by its bytes, as a media type",
    "look": "how it may be shown in the browser; empty: only saved",
    "size": "bytes",
    "sha256": "SHA-256 of its bytes; they lie in files/kept under it",
    "kept_at": "when it was kept",
    "asks": "whether it asks for an answer",
    "by": "the teammate who did it",
    "conversation": "the conversation it belongs to",
    "answers": "what it answers",
    "in_reply_to": "the mail it answers, by its Message-ID",
    "thread_key": "the thread, as mail programs tell it",
    "same_as": "the same event told by another source",
    "activity": "what they took part in",
    "address": "the address they were there by",
    "response": "whether they said they would come",
    "inbound": "whether they turned to us by it",
    "outbound": "whether we turned to them by it",
    "two_way": "whether it was contact both ways",
    "what": "what is to be done",
    "contact": "the person there",
    "assignee": "the teammate who is to do it",
    "due_on": "the day it is due",
    "due_at": "the hour it is due",
    "made_in": "the mail, call or meeting in which it was promised",
    "done_at": "when it was done",
    "number": "its number",
    "buyer": "who bought for them",
    "ordered_at": "when it was ordered",
    "currency": "ISO 4217",
    "total_minor": "the total, in the smallest unit of the currency",
    "customer_no": "the number of the customer in the shop",
    "order": "the order it belongs to; in import_files its place",
    "product": "what was bought or used",
    "sku": "number of the article",
    "quantity": "how many",
    "unit_minor": "price of one, in the smallest unit of the currency",
    "is_return": "whether it was sent back",
    "user_id": "the id of the user in the product",
    "event": "what was done in the product",
    "party_name": "the party as the paper calls it",
    "signatory": "who signed",
    "signatory_name": "who signed, as the paper says",
    "signed_on": "the day it was signed",
    "renewal": "whether it goes on by itself",
    "notice_months": "months of notice",
    "terminated_on": "the day it was ended",
    "value_minor": "its worth, in the smallest unit of the currency",
    "stage": "where the relationship stands",
    "stage_since": "since when",
    "owner": "the teammate who answers for it",
    "owner_since": "since when",
    "owner_named": "the owner as the tool named them",
    "called": "what the firm called them in the tool it came from",
    "cadence_days": "how many days between touches",
    "paused_until": "until when contact is paused",
    "next_touch_on": "when they are to be touched next",
    "next_touch_what": "by what",
    "next_touch_by": "by whom",
    "ended_because": "why it ended",
    "follow_up_on": "when to ask again",
    "on": "the day",
    "since": "first day",
    "until": "first day outside: when it was over",
    "briefing": "what the next owner was told",
    "snoozed_at": "when it was put off",
    "woken_at": "when it was taken up again",
    "item": "what was put off",
    "stage_named": "the stage as the tool named it",
    "amount_minor": "its worth, in the smallest unit of the currency",
    "closes_on": "when it is to be decided",
    "opened_on": "when it began",
    "next_step": "what comes next",
    "email": "e-mail address",
    "joined_on": "since when they work here",
    "left_on": "since when they no longer do",
    "is_active": "whether they work here",
    "theme": "light or dark",
    "role_chosen_at": "when somebody chose the role by hand",
    "covered_by": "who stands in",
    "weekday": "0 is Monday",
    "opens_at": "from",
    "closes_at": "until",
    "day": "the day",
    "is_closed": "whether the firm is closed",
    "domains": "our mail domains",
    "free_mail_domains": "domains where anybody can have an address",
    "machine_addresses": "addresses that are nobody",
    "is_sample": "whether it is the made-up firm",
    "founded_at": "when it came to Keepwell",
    "last_inbound": "when they last turned to us",
    "last_outbound": "when we last turned to them",
    "last_two_way": "when there was contact both ways",
    "first_contact": "when there was contact first",
    "gap_median_days": "the usual days between contact both ways",
    "gaps_used": "how many such gaps that rests on",
    "unanswered_outbound": "how often we wrote since without an answer",
    "unanswered_since": "since when they wait for ours",
    "unanswered_asks": "whether what waits asks for an answer",
    "watch_on": "from when silence is to be watched",
    "quiet_on": "from when they have gone quiet",
    "silent_on": "from when they are silent",
}


def meaning(field: "models.Field[Any, Any]") -> str:
    """What a column means, in a few words."""
    if field.name in WORKED_OUT:
        return f"{WORKED_OUT[field.name]} (worked out by Keepwell)"
    return WORDS.get(field.name, str(field.verbose_name))


def sort_of(field: "models.Field[Any, Any]") -> str:
    """How its values are written."""
    target: Any = field.related_model
    if target is not None:
        return f"id of a row of {NAMES.get(target._meta.label, target._meta.db_table)}"
    if field.choices:
        return "one of " + ", ".join(str(value) for value, _words in field.flatchoices if value)
    kind = field.get_internal_type()
    return SORTS.get(kind, "text")


SORTS: Final = {
    "UUIDField": "id",
    "BigAutoField": "number",
    "DateTimeField": "moment, ISO 8601 in UTC",
    "DateField": "day, ISO 8601",
    "TimeField": "time of day",
    "BooleanField": "true or false",
    "JSONField": "JSON",
    "FloatField": "number",
    "DecimalField": "number, as text",
    **{
        f"{size}IntegerField": "whole number"
        for size in ("", "Big", "Small", "Positive", "PositiveSmall")
    },
}


def readme(firm: str, written_at: str, tables: list[Table], rows: dict[str, int]) -> str:
    """The page that explains every file and every column."""
    parts = [HEAD.format(firm=firm, day=written_at)]
    for table in tables:
        doc = " ".join((table.model.__doc__ or "").split("\n\n")[0].split())
        said = "" if doc.startswith(f"{table.model.__name__}(") else f"\n{doc}\n"
        parts.append(f"\n## {table.name}\n{said}\n{rows[table.name]} rows.\n\n")
        parts.append("| column | holds | written as |\n| --- | --- | --- |\n")
        parts += [
            f"| {one.attname} | {meaning(one)} | {sort_of(one)} |\n" for one in table.fields
        ]
    stays = [f"- {label}: {why}\n" for label, why in STAYS.items()]
    secrets = [f"- {label}: {', '.join(sorted(names))}\n" for label, names in SECRETS.items()]
    return "".join([*parts, "\n## What stays behind\n\n", *stays, *secrets])


HEAD: Final = """# {firm}

Everything this firm owns in Keepwell, as of {day}. One file per table, UTF-8. In `.jsonl` each
line is one row as a JSON object; in `.csv` the first line names the columns, what is empty
stands for nothing, and a cell that a spreadsheet would take for a formula has an apostrophe
before it. `keepwell.json` says how many rows each file has and what its SHA-256 is. `files/`
holds what was uploaded.

Money is whole minor units: 1050 in EUR is 10.50 €. Periods end on the first day outside.

`keepwell import FOLDER` takes the `.jsonl` form into an empty firm: the same firm, with the
same ids.
"""
