"""Which policy is in force, which is being written, and which there were."""

from django.db.models import QuerySet

from keepwell.kinds.models import PolicyVersion, Proxy
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.policy import Policy, policy_from_json


def policy_in_force() -> Policy:
    """The newest version in force; every firm begins with the default one."""
    row = versions().values_list("content", "number").first()
    return DEFAULT if row is None else policy_from_json(row[0], row[1] or 1)


def versions() -> QuerySet[PolicyVersion]:
    """Every version that came into force, the newest first; the first one is the default."""
    rows = PolicyVersion.objects.exclude(number=None).select_related("written_by")
    return rows.order_by("-number")


def draft() -> PolicyVersion | None:
    """The version being written."""
    return PolicyVersion.objects.filter(in_force_at=None).select_related("written_by").first()


def policy_of(row: PolicyVersion) -> Policy:
    """A version as the rules know it."""
    return policy_from_json(row.content, row.number or 0)


def proxies() -> dict[str, str]:
    """Facts marked as standing in for a protected attribute, with that attribute."""
    return dict(Proxy.objects.order_by("fact").values_list("fact", "stands_for"))
