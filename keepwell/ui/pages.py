"""Light or dark, and the sheet of patterns for those who build pages."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from keepwell.ui.parts import FootCell, Row, Stage, Step, Tab, Tally
from keepwell.ui.shell import NavItem, Shell
from keepwell.ui.templatetags.ui.frame import KEYS, THEMES

YEAR = 365 * 24 * 60 * 60


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or system for this browser for a year, and go back to the page."""
    return _kept(request, "theme", THEMES)


@require_POST
def choose_keys(request: HttpRequest) -> HttpResponse:
    """Turn keys of one letter on or off for this browser, and go back to the page."""
    return _kept(request, "keys", KEYS)


def _kept(request: HttpRequest, name: str, choices: tuple[str, ...]) -> HttpResponse:
    back = request.META.get("HTTP_REFERER", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = redirect(back if here else "/")
    chosen = request.POST.get(name, "")
    if chosen in choices:
        secure = request.is_secure()
        answer.set_cookie(name, chosen, max_age=YEAR, samesite="Lax", secure=secure)
    return answer


class SampleForm(forms.Form):
    """One of each field, to be looked at."""

    outcome = forms.CharField(help_text=_("What the client wants to be true, in their words."))
    price = forms.CharField(label=_("Price after change"))
    stage = forms.ChoiceField(choices=[("lead", _("Lead")), ("active", _("Active"))])
    next_touch = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label=_("Next touch")
    )
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    channel = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("mail", _("Mail")), ("call", _("Call"))]
    )
    tell = forms.BooleanField(
        required=False, label=_("Tell the new owner"), help_text=_("They get a briefing.")
    )

    def clean_price(self) -> str:
        raise forms.ValidationError(
            _("Above the agreed cap of £162,500. Raise a change request, or lower the price.")
        )


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component in the states that matter."""
    refused = {"outcome": "Fewer stock-outs", "price": "£171,000", "stage": "lead"}
    form = SampleForm(refused if request.GET.get("form") != "empty" else None)
    parts = ("Contact", "Outcomes", "Promises", "Feedback", "Agreement", "Payment", "Breadth")
    context = {
        "shell": _sample_shell(),
        "today": date(2026, 11, 23),
        "late": date(2026, 11, 20),
        "soon": date(2026, 11, 30),
        "far": date(2027, 2, 8),
        "form": form,
        "kinds": ["client", "customer"],
        "one_kind": ["prospect"],
        "well": dict(
            zip((*parts, "Ownership"), (92, 88, 80, 84, 80, 92, 80, 100), strict=True)
        ),
        "slipping": dict(
            zip((*parts, "Ownership"), (38, 74, 72, 80, 70, 95, 60, 100), strict=True)
        ),
        "at_risk": dict(
            zip((*parts, "Ownership"), (12, 30, 44, 20, 25, 60, 20, 100), strict=True)
        ),
        **_sample_rows(),
    }
    return render(request, "ui/patterns.html", context)


def _sample_shell() -> Shell:
    items = (
        NavItem("Today", "#today", "today", 11),
        NavItem("Parties", "#parties", "parties"),
        NavItem("Conversations", "#conversations", "conversations", 4),
        NavItem("Pipeline", "#pipeline", "pipeline"),
        NavItem("Agreements", "#agreements", "agreements"),
        NavItem("Patterns", "#patterns", "board", current=True),
    )
    views = (
        NavItem("My clients", "#mine", count=34),
        NavItem("Going quiet", "#quiet", count=5),
    )
    return Shell(
        firm_name="Harbour & Finch Advisory",
        teammate_name="Ines Okafor",
        teammate_role="adviser",
        items=items,
        views=views,
        unread=2,
        add_href="#add",
        import_href="#import",
        settings_href="#settings",
        notices_href="#notices",
        sign_out_href="#sign-out",
    )


def _sample_rows() -> dict[str, object]:
    return {
        "views": [
            Tab("My clients", "#a", 34, current=True),
            Tab("Going quiet", "#b", 5, tone="watch"),
            Tab("Unowned", "#c", 2, tone="alarm"),
            Tab("Users", "#d", 40_000),
        ],
        "whose": [Tab("Mine", "#a", 11, current=True), Tab("My team", "#b", 38)],
        "stages": [
            Stage("Lead", "past", "Jan 2023"),
            Stage("Consultation", "past", "Feb 2023"),
            Stage("Proposal", "past", "Feb 2023"),
            Stage("Agreed", "past", "9 Feb"),
            Stage("Onboarding", "past", "to 31 Mar"),
            Stage("Active", "now", "236 days"),
            Stage("Renewing", "next", "by 10 Dec"),
        ],
        "steps": [Step("File", "past", "#f"), Step("Match columns", "past"), Step("Try", "now"),
                  Step("Import")],
        "tally": [
            Tally(1962, "would be added"),
            Tally(388, "would be updated"),
            Tally(41, "perhaps the same person", "watch"),
            Tally(27, "refused", "alarm"),
        ],
        "hair": [
            Row("Going quiet", "#q", "2 past their renewal warning", "5", "watch"),
            Row("Renewals in 90 days", "#r", "6 agreements, £96k at risk", "£412k"),
        ],
        "facts": [("Rhythm", "every 14 days"), ("Speak", "Mail first"), ("Address", "")],
        "foot": [FootCell("3 of 32 shown", 3), FootCell("", 2, skip_phone=True),
                 FootCell("£1.92m in all", right=True, skip_phone=True)],
        "clients": [
            ("Calder Valley Water", ["client"], "Ines Okafor", "68 days",
             "12 days late", "£42,000"),
            ("Sable & Thorne Interiors", ["client", "customer"], "", "19 days",
             "today", "£28,400"),
            ("Northlight Instruments", ["client", "user"], "Mei Castellanos", "21 days",
             "24 Nov", "£135,360"),
        ],
    }  # fmt: skip
