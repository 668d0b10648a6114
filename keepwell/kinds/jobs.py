"""What kinds do by themselves."""

from uuid import UUID

from django.utils import timezone

from keepwell.kinds.commands.judge import follow_news, judge_all_kinds
from keepwell.kinds.commands.policy import finish_applying
from keepwell.kinds.queries.policy import versions


def judge_all() -> None:
    """Make all facts again and judge everybody: agreements begin and end with the day."""
    judge_all_kinds(at=timezone.now())


def follow() -> None:
    """Look again at parties of which news came."""
    follow_news(at=timezone.now())


def apply_policy(version_id: str) -> None:
    """Judge everybody by a policy that came into force."""
    version = versions().filter(pk=UUID(version_id)).first()
    if version is not None:
        finish_applying(version, at=timezone.now())
