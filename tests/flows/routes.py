"""How every named route is asked: its arguments, and what is sent with it.

A new route is not covered until it stands here; `test_every_route_as_every_role` says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.flows.world import STRANGER, World

Things = dict[str, Any]


def _nothing(its: Things) -> Things:
    return {}


@dataclass(frozen=True)
class Ask:
    """One way to ask a route: arguments by name, from `shown` or `hidden` things.

    `about` names the things the arguments point at; without it the route is about none of
    them. `sent` is posted, `queries` are asked for besides the plain address.
    """

    about: dict[str, str] = field(default_factory=dict)
    plain: dict[str, Any] = field(default_factory=dict)
    queries: tuple[str, ...] = ("",)
    sent: tuple[Callable[[Things], Things], ...] = (_nothing,)

    def arguments(self, things: Things) -> dict[str, Any]:
        """The arguments of the route, pointing at these things."""
        found = {name: getattr(things[about], "pk", None) for name, about in self.about.items()}
        return {**found, **self.plain}

    def nowhere(self) -> dict[str, Any]:
        """The same, pointing at what never was."""
        made = {name: 987_654 if name == "pk" else uuid4() for name in self.about}
        return {**made, **self.plain}


def _party(**more: Any) -> Ask:
    return Ask(about={"party_id": "party"}, **more)


_TEAMMATE = Ask(about={"teammate_id": "teammate"})
_IMPORT = Ask(about={"import_id": "import"})
_FILE = Ask(about={"import_id": "import", "file_id": "file"})
_SEARCHES = ("", "?q=sons", "?q=desk", "?q=partners", "?q=30+7654", "?q=7654321", "?q=lund",
             "?q=file&kind=task", "?q=audit&kind=note&before=9", "?q=harbourside&kind=mail",
             "?q=question&fragment=1", "?q=harbuorside&fragment=1", "?q=talk&kind=talk",
             "?q=sons&fragment=1", "?q=30+7654&fragment=1", "?fragment=1")  # fmt: skip
_CLAIM = f"?address={STRANGER}"

FIRM: dict[str, Ask | tuple[Ask, ...]] = {
    "firm:setup": Ask(),
    "firm:join": Ask(plain={"secret": "no-such-secret"}),
    "firm:settings": Ask(),
    "firm:me": Ask(),
    "firm:firm": Ask(),
    "firm:hours": Ask(),
    "firm:holidays": Ask(),
    "firm:security": Ask(),
    "firm:teammates": Ask(),
    "firm:invite": Ask(
        sent=(lambda _: {"email": "x@finch.example", "name": "X", "role": "adviser"},)
    ),
    "firm:teammate": _TEAMMATE,
    "firm:renew": _TEAMMATE,
    "firm:role": Ask(about=_TEAMMATE.about, sent=(lambda _: {"role": "delivery"}, _nothing)),
    "firm:left": Ask(about=_TEAMMATE.about, sent=(lambda _: {"on": "2020-01-01"}, _nothing)),
    "firm:absence": _TEAMMATE,
    **{
        f"firm:{verb}": Ask(about=_TEAMMATE.about)
        for verb in ("withdraw", "rejoin", "second-factor")
    },
    "firm:back": Ask(about={"absence_id": "absence"}),
    "firm:tokens": Ask(sent=(_nothing, lambda _: {"name": "A", "days": "30"})),
    "firm:token_revoke": Ask(plain={"token_id": uuid4()}),
    "firm:teams": Ask(),
    "firm:team": Ask(about={"team_id": "team"}),
    "firm:dissolve": Ask(about={"team_id": "team"}),
    "walls:reach": Ask(),
    "walls:walls": Ask(),
    "walls:lower": Ask(about={"wall_id": "wall"}, sent=(lambda _: {"reason": "over"},)),
    "walls:raise": _party(),
    "fields:fields": Ask(),
    "fields:new": Ask(sent=(_nothing, lambda _: {"label": "Size", "sort": "number"})),
    "fields:field": Ask(about={"field_id": "field"}),
    "fields:act": Ask(about={"field_id": "field"}, sent=(lambda _: {"do": "down"}, _nothing)),
    "fields:choices": Ask(
        about={"field_id": "field"}, sent=(lambda _: {"choices": "Lead"}, _nothing)
    ),
    "fields:choice": Ask(
        about={"field_id": "field"},
        plain={"key": "gold"},
        sent=(lambda _: {"do": "up"}, _nothing),
    ),
    "fields:tags": Ask(sent=(_nothing, lambda _: {"choices": "Odd"})),
    "kinds:policy": Ask(),
    "kinds:begin": Ask(),
    "kinds:draft": Ask(),
    "kinds:add_rule": Ask(
        sent=(_nothing, lambda _: {"kind": "client", "asked_1": "won.at_least"})
    ),
    "kinds:drop": Ask(),
    "kinds:preview": Ask(),
    "kinds:go_back": Ask(plain={"number": 1}),
    "kinds:mark": Ask(sent=(_nothing, lambda _: {"fact": "team", "stands_for": "gender"})),
    "kinds:unmark": Ask(plain={"fact": "team"}),
    "backups:backups": Ask(),
    "backups:progress": Ask(),
    "backups:now": Ask(),
    "backups:download": Ask(plain={"backup_id": uuid4()}),
    "ui:theme": Ask(),
    "ui:keys": Ask(),
    "ui:patterns": Ask(),
}
DOOR: dict[str, Ask | tuple[Ask, ...]] = {
    name: Ask()
    for name in (
        "account_login", "account_logout", "account_inactive", "account_reauthenticate",
        "mfa_authenticate", "mfa_reauthenticate", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key_done",
        "socialaccount_login_cancelled", "socialaccount_login_error", "mfa_index",
        "account_change_password", "account_set_password", "mfa_activate_totp",
        "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes", "usersessions_list", "end_session",
    )
} | {
    "account_reset_password_from_key": Ask(plain={"uidb36": "x", "key": "set-password"}),
    "openid_connect_login": Ask(plain={"provider_id": "nobody"}),
    "openid_connect_callback": Ask(plain={"provider_id": "nobody"}),
}  # fmt: skip
EXCHANGE: dict[str, Ask | tuple[Ask, ...]] = {
    "exchange:new": Ask(),
    "exchange:import": Ask(
        about=_IMPORT.about,
        queries=("", "?show=added", "?show=updated", "?show=refused", "?show=unclear"),
    ),
    "exchange:progress": _IMPORT,
    **{
        f"exchange:{verb}": Ask(about=_IMPORT.about)
        for verb in ("try", "begin", "stop", "go-on", "undo", "remove-files")
    },
    "exchange:settle-owners": Ask(about=_IMPORT.about),
    "exchange:hooks": Ask(
        sent=(_nothing, lambda _: {"url": "https://tool.example/x", "events": ["party.added"]})
    ),
    "exchange:hook": Ask(plain={"hook_id": uuid4()}),
    **{
        f"exchange:hook_{verb}": Ask(plain={"hook_id": uuid4()})
        for verb in ("test", "secret", "enable", "disable", "remove")
    },
    "exchange:hook_again": Ask(plain={"hook_id": uuid4(), "delivery_id": uuid4()}),
    "exchange:columns": _FILE,
    "exchange:rows": _FILE,
    "exchange:table": Ask(about=_FILE.about, sent=(lambda _: {"table": "people"}, _nothing)),
    "exchange:writing": _FILE,
    "exchange:leave_out": _FILE,
    "exchange:keep_preset": _FILE,
    "exchange:outcome_rows": tuple(
        Ask(about=_FILE.about, plain={"outcome": outcome}) for outcome in ("refused", "added")
    ),
    "exchange:export": Ask(
        queries=("", "?kind=client"),
        sent=(lambda _: {"form": "csv"}, lambda _: {"form": "xlsx"}, _nothing),
    ),
}
_PART = {"party_id": "party", "pk": "point"}
DESK: dict[str, Ask | tuple[Ask, ...]] = {
    "desk:today": Ask(queries=("", "?whose=team", "?whose=book", "?whose=nonsense")),
    "desk:put_off": Ask(
        sent=(
            _nothing,
            lambda its: {
                "item": "quiet:1",
                "what": "Call",
                "party": its["party"].pk,
                "until": "2099-01-01",
                "reason": "away",
            },
        )
    ),
    "desk:wake": Ask(about={"snooze_id": "snooze"}),
    "desk:task": Ask(about={"task_id": "task"}, queries=("", "?do=break")),
    "desk:finish": Ask(
        about={"task_id": "task"}, sent=(_nothing, lambda _: {"feedback": "It went well"})
    ),
    "desk:task_done": Ask(about={"task_id": "task"}),
    "desk:task_reopen": Ask(about={"task_id": "task"}),
    "desk:due_to": Ask(
        about={"task_id": "task"}, sent=(lambda _: {"on": "2099-01-01"}, _nothing)
    ),
    "desk:due_back": Ask(about={"task_id": "task"}),
    "desk:task_trash": Ask(about={"task_id": "task"}),
    "desk:task_restore": Ask(about={"task_id": "task"}),
    "desk:search": Ask(queries=_SEARCHES),
    "desk:conversations": Ask(
        queries=(
            "",
            "?side=waiting",
            "?side=all_waiting",
            "?side=unclaimed",
            "?look=report&by=teammate,contact",
            "?before=x",
            "?f=text:contains:question",
            "?f=party:is:harbour",
            "?q=audit&exact=1",
            "?f=teammate:is:me&sort=day&cols=what,place,direction,outcome!1",
            "?f=((",
        )
    ),
    "desk:tasks": Ask(
        queries=(
            "",
            "?view=all&q=file",
            "?view=all&f=party:is:harbour sons|assignee:not:me",
            "?view=late&sort=-done&exact=1",
            "?look=report&by=party,open",
            "?f=text:contains:harbourside",
        )
    ),
    "desk:orders": Ask(
        queries=(
            "",
            "?view=all&exact=1&sort=-amount",
            "?f=party:is:sons",
            "?look=report&by=party,currency&of=sum.amount",
        )
    ),
    "desk:order": Ask(about={"order_id": "order"}),
    "desk:imports": Ask(queries=("", "?f=file:contains:csv", "?q=harbour&cols=files,again")),
    "desk:journal": Ask(
        queries=("", "?f=party:is:Harbour %26 Sons", "?q=added&cols=what,facts,verb,noun")
    ),
    "desk:list_filter": (
        Ask(plain={"noun": "conversations"}, queries=("", "?f=kind:is:call|asks:yes")),
        Ask(plain={"noun": "no-such"}),
    ),
    "desk:list_columns": Ask(plain={"noun": "conversations"}, queries=("", "?cols=what,day")),
    "desk:list_view_new": Ask(
        plain={"noun": "conversations"},
        queries=("?f=kind:is:call",),
        sent=(_nothing, lambda _: {"name": "Calls"}),
    ),
    "desk:list_report_file": (
        Ask(plain={"noun": "orders"}, queries=("?of=sum.amount", "?by=odd"), sent=(_nothing,)),
        Ask(plain={"noun": "journal"}),
    ),
    "desk:list_as_file": (
        Ask(
            plain={"noun": "conversations"},
            sent=(lambda _: {"form": "csv"}, lambda _: {"form": "odd"}),
        ),
        Ask(plain={"noun": "parties"}),
    ),
    "desk:claim": Ask(
        queries=("", _CLAIM, _CLAIM + "&q=sons", "?address=new@stranger.example&q=sons"),
        sent=(
            _nothing,
            lambda its: {"address": "new@stranger.example", "party": its["party"].pk},
            lambda _: {"address": "new@stranger.example", "party": "nonsense"},
        ),
    ),
    **{
        f"desk:{name}": Ask(
            sent=(
                _nothing,
                lambda _: {"address": "new@stranger.example"},
                lambda _: {"address": STRANGER},
            )
        )
        for name in ("nobody", "somebody")
    },
    "desk:hand_all_over": _TEAMMATE,
    "desk:activity_trash": Ask(about={"activity_id": "activity"}),
    "desk:activity_restore": Ask(about={"activity_id": "activity"}),
    "desk:parties": Ask(
        queries=(
            "",
            "?view=all",
            "?view=clients",
            "?view=quiet",
            "?view=people",
            "?q=desk",
            "?view=all&q=sons",
            "?view=all&f=name:contains:sons&sort=-last&cols=name,email,city&exact=1",
            "?view=all&look=board",
            "?view=all&look=report",
            "?view=all&look=calendar",
            "?view=all&look=calendar&by=created&month=2026-12&f=name:contains:sons",
            "?view=all&look=report&by=city,own_found_by&of=sum.orders&f=name:contains:sons",
            "?view=all&look=report&by=created.day,owner",
            "?view=all&f=own_found_by:is:harbourside&cols=name,own_tier,own_found_by,tags",
            "?view=hollow",
            "?view=unowned",
            "?q=30+7654",
        )
    ),
    "desk:filter": Ask(
        queries=("", "?f=name:contains:sons", "?state=view%3Dall&f0=owner&o0=is&v0=me&do=again")
    ),
    "desk:columns": Ask(queries=("", "?state=view%3Dall&n=name&n=owner&show=name&do=up-owner")),
    "desk:parties_export": Ask(sent=(lambda _: {"form": "csv"}, lambda _: {"form": "odd"})),
    "desk:move_to": _party(sent=(lambda _: {"stage": "lost"}, lambda _: {"stage": "odd"})),
    "desk:move_back": _party(),
    "desk:touch_to": _party(sent=(lambda _: {"on": "2099-01-01"}, _nothing)),
    "desk:touch_back": _party(),
    "desk:bulks": Ask(),
    "desk:bulk_new": Ask(
        queries=(
            "",
            "?all=1&state=view%3Dall%26f%3Dname:contains:sons",
            "?do=stage",
            "?all=1&state=noun%3Dtasks%26view%3Dall",
            "?all=1&state=noun%3Dconversations%26view%3Dall&do=trash",
            "?all=1&state=noun%3Dorders",
            "?state=noun%3Djournal",
        ),
        sent=(
            _nothing,
            lambda its: {"do": "done", "state": "noun=tasks", "row": its["task"].pk},
            lambda _: {"do": "trash", "all": "1", "state": "noun=conversations&view=all"},
            lambda its: {"do": "industry", "value": "X", "party": its["party"].pk},
            lambda _: {"do": "trash", "all": "1", "state": "view=all&f=name:contains:harbour"},
        ),
    ),
    "desk:bulk": Ask(about={"change_id": "bulk"}),
    "desk:bulk_undo": Ask(about={"change_id": "bulk"}),
    "desk:reports": Ask(),
    "desk:report_export": Ask(
        queries=("?view=all&by=own_found_by,industry", "?by=odd"), sent=(_nothing,)
    ),
    "desk:views": Ask(),
    "desk:view_new": Ask(
        queries=("?view=all&f=name:contains:sons",),
        sent=(_nothing, lambda _: {"name": "Mine"}),
    ),
    "desk:view_first": Ask(sent=(lambda _: {"name": "all"}, lambda _: {"name": "odd"})),
    **{
        f"desk:{name}": Ask(about={"view_id": "view"})
        for name in ("view", "view_rewrite", "view_drop", "view_back", "view_pin")
    },
    "desk:party_new": Ask(
        queries=("", "?nature=person&name=A"),
        sent=(
            _nothing,
            lambda _: {"nature": "organisation", "name": "Quay-side Partner"},
            lambda _: {"nature": "person", "name": "New One"},
        ),
    ),
    "desk:candidates": Ask(
        queries=(
            "",
            "?nature=organisation&name=Sons&phone=%2B49+30+7654321",
            "?nature=person&name=H+Lund",
            "?nature=organisation&name=Partners+Quays",
        )
    ),
    "desk:trash": Ask(),
    "desk:task_trash_list": Ask(),
    "desk:activity_trash_list": Ask(),
    "desk:duplicates": Ask(),
    "desk:they_are_two": Ask(about={"suggestion_id": "suggestion"}),
    "desk:merge": Ask(
        sent=(
            _nothing,
            lambda its: {
                "ids": [its["party"].pk, its["other"].pk],
                "survivor": its["other"].pk,
            },
        )
    ),
    "desk:merge_undo": Ask(about={"merge_id": "merge"}),
    "desk:party": (
        _party(
            queries=(
                "",
                "?log=call",
                "?log=mail",
                "?log=promise",
                "?show=touch",
                "?list=view%3Dall",
            )
        ),
        Ask(about={"party_id": "absorbed"}),
        Ask(about={"party_id": "trashed"}),
    ),
    "desk:keep": _party(
        sent=(
            _nothing,
            lambda _: {"kind": "note", "text": "A word"},
            lambda _: {"kind": "call"},
        )
    ),
    **{
        f"desk:{name}": _party()
        for name in (
            "plan",
            "owner",
            "hand_over",
            "rhythm",
            "pause",
            "stage",
            "party_edit",
            "party_trash",
        )
    },
    "desk:in_name_only": Ask(queries=("", "?after=x", "?did=x", f"?did={uuid4()}")),
    "desk:kinds_flow": Ask(
        queries=("", "?first=2020-01-01&last=2030-01-01&was=&became=client", "?first=x&last=")
    ),
    "desk:kinds": _party(
        sent=(
            _nothing,
            lambda _: {
                "is_held": "yes",
                "kind": "client",
                "ends_on": "2030-01-01",
                "reason": "So",
            },
        )
    ),
    "desk:overruling_back": _party(plain={"overruling_id": uuid4()}),
    "desk:party_history": _party(queries=("", "?before=x")),
    "desk:party_restore": (_party(), Ask(about={"party_id": "trashed"})),
    "desk:field": tuple(
        _party(
            plain={"name": name},
            queries=("", "?show=1"),
            sent=(_nothing, lambda _: {"value": "Trade", "seen": ""}),
        )
        for name in ("name", "industry", "contact-1", "city-1", "nonsense")
    ),
    "desk:field_back": _party(plain={"name": "industry"}),
    "desk:own_value": _party(
        plain={"name": "own_tier"},
        queries=("", "?show=1"),
        sent=(_nothing, lambda _: {"own_tier": "silver", "initial-own_tier": "gold"}),
    ),
    "desk:own_value_back": _party(plain={"name": "own_tier"}),
    "desk:part_prefer": Ask(about=_PART),
    "desk:part_add": tuple(
        _party(
            plain={"part": part},
            sent=(
                _nothing,
                lambda _: {"tie-role": "referred_by", "tie-other": "Quayside Partners"},
            ),
        )
        for part in ("name", "contact", "address", "tie", "nonsense")
    ),
    "desk:part_change": Ask(about=_PART, plain={"part": "contact"}),
    "desk:part_remove": Ask(about=_PART, plain={"part": "contact"}),
}
_KEPT = {"attachment_id": "attachment"}
FILES: dict[str, Ask | tuple[Ask, ...]] = {
    **{f"files:{name}": Ask(about={"noun_id": name}) for name in ("party", "activity", "task")},
    **{
        f"files:{name}": Ask(about=_KEPT)
        for name in ("download", "look", "shown", "remove", "bring_back")
    },
    "files:rename": Ask(about=_KEPT, sent=(_nothing, lambda _: {"name": "Other"})),
    "files:remove_several": Ask(),
    "files:bring_several_back": Ask(),
    "files:stock": Ask(),
}
NOTICES: dict[str, Ask | tuple[Ask, ...]] = {
    "notices:notices": Ask(queries=("", "?unread=1", "?fragment=1", "?before=x")),
    "notices:read_all": Ask(),
    "notices:names": Ask(),
    "notices:stop": Ask(plain={"token": "no-such-token"}),
    "notices:open": Ask(about={"notice_id": "notice"}),
    "notices:read": Ask(about={"notice_id": "notice"}),
    "notices:follow": _party(sent=(_nothing, lambda _: {"do": "stop"})),
    "notices:preferences": Ask(sent=(_nothing, lambda _: {"hour": "7"})),
}
ROUTES = {"api_page": Ask()} | FIRM | DOOR | EXCHANGE | DESK | FILES | NOTICES

# What somebody who has not signed in may ask for: the door itself, and the colour of the paper.
OPEN = {
    "notices:stop", "firm:setup", "firm:join", "ui:theme", "ui:keys", "account_login",
    "account_logout",
    "account_inactive", "mfa_authenticate", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "socialaccount_login_cancelled",
    "socialaccount_login_error", "openid_connect_login", "openid_connect_callback",
}  # fmt: skip


def ways_to_ask(name: str) -> tuple[Ask, ...]:
    """Every way in which this route is asked."""
    asks = ROUTES[name]
    return asks if isinstance(asks, tuple) else (asks,)


def every_route() -> list[str]:
    """The names of all routes, with their rooms; one without a name is told by its pattern."""
    return list(dict.fromkeys(_walk(get_resolver(), "")))


def _walk(resolver: URLResolver, room: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{room}{one.namespace}:" if one.namespace else room
            yield from _walk(one, inner)
        elif isinstance(one, URLPattern):
            yield f"{room}{one.name or one.pattern}"


def things(world: World, *, hidden: bool) -> Things:
    """What arguments point at: shown things, with the hidden ones in their place."""
    return {**world.shown, **world.hidden} if hidden else world.shown
