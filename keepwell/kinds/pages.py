"""Settings: who is a client, a customer, a user, and by which policy."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.firm.answers import done, may_or_refuse, was_done
from keepwell.firm.rules import Act
from keepwell.kernel.refusal import Refused
from keepwell.kinds.commands.policy import (
    begin_draft,
    bring_into_force,
    drop_draft,
    go_back_to,
    mark_proxy,
    unmark_proxy,
    write_draft,
)
from keepwell.kinds.forms import ForceForm, PolicyForm, ProxyForm, RuleForm
from keepwell.kinds.queries.policy import draft, policy_in_force, policy_of, proxies, versions
from keepwell.kinds.queries.preview import previewed
from keepwell.kinds.queries.read import (
    SHAPES,
    examples_in_words,
    proxies_in_words,
    read_policy,
    versions_in_words,
)
from keepwell.kinds.rules.policy import Policy, with_rule
from keepwell.walls.queries import visible_parties

get_or_post = require_http_methods(["GET", "POST"])


@require_http_methods(["GET"])
def policy(request: HttpRequest) -> HttpResponse:
    """The policy in force as people read it, who changed it when, and what none may rest on."""
    may_or_refuse(request, Act.RUN_FIRM)
    context = {**_in_force(), "form": ProxyForm()}
    return render(request, "kinds/policy.html", context)


def _in_force() -> dict[str, Any]:
    return {
        "read": read_policy(policy_in_force()),
        "versions": versions_in_words(versions()[:30]),
        "draft": draft(),
        "proxies": proxies_in_words(proxies()),
    }


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to write a new version."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    begin_draft(at=timezone.now(), by=by)
    return redirect("kinds:draft")


@get_or_post
def write(request: HttpRequest) -> HttpResponse:
    """Change thresholds and which rules are in use; remove a rule that was added."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row = draft()
    if row is None:
        return redirect("kinds:policy")
    written = policy_of(row)
    form = PolicyForm(written, request.POST or None)
    gone = request.POST.get("remove", "")

    def keep() -> None:
        policy = _without(form.written(), gone)
        write_draft(policy, at=timezone.now(), by=by, seen=_seen(request))

    if request.method == "POST" and was_done(form, keep):
        return done(request, _("Kept. Nothing has changed for anybody yet."), "kinds:draft")
    return _editor(request, form, RuleForm(), written)


def _seen(request: HttpRequest) -> datetime | None:
    """When the draft that was on the page had been written."""
    with suppress(ValueError):
        return parse_datetime(request.POST.get("seen", ""))
    return None


def _without(policy: Policy, key: str) -> Policy:
    return replace(policy, rules=tuple(rule for rule in policy.rules if rule.key != key))


def _editor(
    request: HttpRequest, form: PolicyForm, more: RuleForm, written: Policy
) -> HttpResponse:
    is_refused = form.is_bound or more.is_bound
    context = {"form": form, "more": more, "number": written.number, "draft": draft()}
    return render(request, "kinds/draft.html", context, status=422 if is_refused else 200)


@require_POST
def add_rule(request: HttpRequest) -> HttpResponse:
    """Put one more rule into what is being written."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row = draft()
    if row is None:
        return redirect("kinds:policy")
    written, more = policy_of(row), RuleForm(request.POST)

    def keep() -> None:
        write_draft(with_rule(written, more.rule(written)), at=timezone.now(), by=by)

    if was_done(more, keep):
        return done(request, _("Added. Nothing has changed for anybody yet."), "kinds:draft")
    return _editor(request, PolicyForm(written), more, written)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Throw away what was written."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    drop_draft(at=timezone.now(), by=by)
    return done(request, _("Dropped. The policy is as it was."), "kinds:policy")


@get_or_post
def preview(request: HttpRequest) -> HttpResponse:
    """What would change, with examples; bring it into force."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row = draft()
    if row is None:
        return redirect("kinds:policy")
    form = ForceForm(request.POST or None)

    def force() -> None:
        note = form.cleaned_data["note"]
        bring_into_force(note=note, at=timezone.now(), by=by, seen=_seen(request))

    if request.method == "POST" and was_done(form, force):
        return done(request, _("In force. Everybody is being judged by it."), "kinds:policy")
    found = previewed(
        policy_in_force(), policy_of(row), visible_parties(by), timezone.now().date()
    )
    changes = [(SHAPES[one.kind], one) for one in found.changes]
    context = {
        "form": form, "found": found, "changes": changes, "draft": row,
        "examples": examples_in_words(found),
    }  # fmt: skip
    return _answer(request, "kinds/preview.html", context, form)


@require_POST
def go_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let an earlier version be the policy again."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    return _told(
        request,
        lambda: go_back_to(number, at=timezone.now(), by=by),
        _("In force. Everybody is being judged by it."),
    )


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark a fact as standing in for a protected attribute."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    form = ProxyForm(request.POST)
    if was_done(form, lambda: mark_proxy(**form.cleaned_data, at=timezone.now(), by=by)):
        return done(request, _("Marked. No rule may rest on it."), "kinds:policy")
    return _answer(request, "kinds/policy.html", {**_in_force(), "form": form}, form)


@require_POST
def unmark(request: HttpRequest, fact: str) -> HttpResponse:
    """Let rules rest on a fact again."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    return _told(
        request, lambda: unmark_proxy(fact, at=timezone.now(), by=by), _("No longer marked.")
    )


def _told(request: HttpRequest, give: Callable[[], object], said: str) -> HttpResponse:
    try:
        give()
    except Refused as no:
        said = str(no.because)
    return done(request, said, "kinds:policy")


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form
) -> HttpResponse:
    return render(request, template, context, status=422 if form.is_bound else 200)
