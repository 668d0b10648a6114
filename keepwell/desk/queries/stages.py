"""The stages of a relationship as the bar of a party page shows them."""

from datetime import date

from keepwell.desk.queries.party_page import PartyPage
from keepwell.relationships.models import Stage as At
from keepwell.ui.parts import Stage
from keepwell.ui.words import distance, in_days, short_day

WAY = (At.LEAD, At.CONSULTATION, At.PROPOSAL, At.AGREED, At.ONBOARDING, At.ACTIVE, At.RENEWING)


def stages_of(page: PartyPage, on: date) -> list[Stage]:
    """Past, present and next stages with their days; nothing where no stage is known."""
    standing = page.relationship
    if standing is None or not standing.stage:
        return []
    days = {move.after: move.on for move in page.moves}
    now = standing.stage
    if now not in WAY:
        held = [
            _stage(At(one.before), "past", days, on) for one in page.moves if one.before in WAY
        ]
        return [*held[-3:], _now(At(now), standing.stage_since, on)]
    place = WAY.index(At(now))
    return [
        _now(stage, standing.stage_since, on)
        if at == place
        else _stage(
            stage, "past" if at < place else "next" if at == place + 1 else "", days, on
        )
        for at, stage in enumerate(WAY)
    ]


def why_in_stage(page: PartyPage) -> str:
    """Why the present stage is what it is, where that is known."""
    standing = page.relationship
    last = page.moves[-1] if page.moves else None
    return last.why if standing and last and last.after == standing.stage else ""


def _stage(stage: At, state: str, days: dict[str, date], on: date) -> Stage:
    day = days.get(stage)
    return Stage(
        str(stage.label).capitalize(),
        "past" if state == "past" else "next" if state == "next" else "",
        short_day(day, on) if day and state == "past" else "",
    )


def _now(stage: At, since: date | None, on: date) -> Stage:
    return Stage(str(stage.label).capitalize(), "now", _held(since, on))


def _held(since: date | None, on: date) -> str:
    if since is None:
        return ""
    days = (on - since).days
    return in_days(days) if days > 0 else distance(on, on)
