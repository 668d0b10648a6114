"""What kinds do by themselves."""

from django.utils import timezone

from keepwell.kinds.commands.judge import follow_news, judge_all_kinds


def judge_all() -> None:
    """Make all facts again and judge everybody: agreements begin and end with the day."""
    judge_all_kinds(at=timezone.now())


def follow() -> None:
    """Look again at parties of which news came."""
    follow_news(at=timezone.now())
