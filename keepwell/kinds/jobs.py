"""What kinds do by themselves."""

from django.utils import timezone

from keepwell.kinds.commands import judge_all_kinds


def judge_all() -> None:
    """Judge every party's kinds again: agreements begin and end with the day."""
    judge_all_kinds(at=timezone.now())
