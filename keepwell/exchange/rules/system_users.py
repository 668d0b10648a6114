"""Accounts of other tools behind which nobody sits."""

import re

_NOBODY = re.compile(
    r"(?i)\b(integration|system|api|automation|automated|sync|bot|data ?loader|migration|"
    r"service account|workflow|no[- ]?reply)\b"
)
_ROLES = {"system", "integration", "api", "service account", "bot"}


def is_system_user(name: str, email: str = "", role: str = "") -> bool:
    """Whether an owner of another tool is a machine: “Integration User” owns nothing."""
    local = email.partition("@")[0]
    return bool(
        role.strip().lower() in _ROLES
        or _NOBODY.search(name)
        or (local and _NOBODY.search(local))
    )
