"""Settings from the environment: a wrong value stops the start with a sentence."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from keepwell.kernel.refusal import Refused

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name: str, default: bool = False) -> bool:
    """A yes or no."""
    word = os.environ.get(name, "1" if default else "0").strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Refused(f"{name} is “{word}”. Say yes or no.")


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between `least` and `most`."""
    text = os.environ.get(name, str(default)).strip()
    if not text.lstrip("-").isdigit() or not least <= int(text) <= most:
        raise Refused(f"{name} is “{text}”. Give a whole number from {least} to {most}.")
    return int(text)


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    word = os.environ.get(name, default).strip()
    if word not in allowed:
        raise Refused(f"{name} is “{word}”. Use one of: {', '.join(allowed)}.")
    return word


def words(name: str, default: str = "") -> list[str]:
    """Words with commas between them."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def home() -> Path:
    """The folder for database and files (`KEEPWELL_HOME`), made when it is missing."""
    default = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "keepwell"
    place = Path(os.environ.get("KEEPWELL_HOME") or default).expanduser().absolute()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        because = f"KEEPWELL_HOME is “{place}”, which cannot be used: {fault.strerror}."
        raise Refused(because) from fault
    if not os.access(place, os.W_OK):
        raise Refused(f"KEEPWELL_HOME is “{place}”, where Keepwell may not write.")
    return place


def secret_key(place: Path) -> str:
    """The signing key: `KEEPWELL_SECRET_KEY`, else one made once and kept in the home."""
    given = os.environ.get("KEEPWELL_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise Refused("KEEPWELL_SECRET_KEY is too short. Give at least 32 characters.")
        return given
    kept = place / "secret_key"
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return kept.read_text(encoding="ascii").strip()


def text(name: str, default: str = "") -> str:
    """A line of text."""
    return os.environ.get(name, default).strip() or default


@dataclass(frozen=True, slots=True, repr=False)
class Smtp:
    """A mail server that takes our mail."""

    host: str
    port: int
    user: str
    password: str
    by_tls: bool
    starts_tls: bool


def smtp(name: str) -> Smtp | None:
    """The mail server of `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`."""
    url = os.environ.get(name, "").strip()
    if not url:
        return None
    parts, port = urlsplit(url), None
    usual = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    with suppress(ValueError):
        port = parts.port or usual.get(parts.scheme)
    if parts.scheme not in usual or not parts.hostname or port is None:
        raise Refused(f"{name} is not usable. Write it like smtps://user:password@host:465.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    secured = parts.scheme == "smtps", parts.scheme == "smtp+tls"
    return Smtp(parts.hostname, port, user, password, *secured)


@dataclass(frozen=True, slots=True, repr=False)
class Oidc:
    """The firm's own accounts, by OpenID Connect; `app` as allauth describes it."""

    origin: str
    app: dict[str, Any]


def oidc() -> Oidc | None:
    """OpenID Connect when KEEPWELL_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET are all set."""
    names = ("KEEPWELL_OIDC_ISSUER", "KEEPWELL_OIDC_CLIENT_ID", "KEEPWELL_OIDC_CLIENT_SECRET")
    issuer, client, secret = (text(name) for name in names)
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret):
        raise Refused(f"Set all of {', '.join(names)}, or none of them.")
    place = urlsplit(issuer)
    local = place.hostname in {"localhost", "127.0.0.1", "::1"}
    if place.scheme != "https" and not (local and place.scheme == "http"):
        raise Refused(f"KEEPWELL_OIDC_ISSUER is “{issuer}”. It must begin with https://.")
    app = {
        "provider_id": "firm",
        "name": text("KEEPWELL_OIDC_NAME", "OpenID Connect"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return Oidc(f"{place.scheme}://{place.netloc}", app)


def site_url(name: str) -> str:
    """Where people reach Keepwell (https://keepwell.example.org), for links in mails."""
    url = text(name).rstrip("/")
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise Refused(f"{name} is “{url}”. Write it like https://keepwell.example.org.")
    return url


def backups(place: Path) -> tuple[Path, str]:
    """Where backups lie (`KEEPWELL_BACKUPS`) and the key that seals them, empty for none."""
    key = text("KEEPWELL_BACKUP_KEY")
    if key and len(key) < 12:
        raise Refused("KEEPWELL_BACKUP_KEY is too short. Give at least 12 characters.")
    return Path(text("KEEPWELL_BACKUPS", str(place / "backups"))).expanduser().absolute(), key


SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
)


def database(place: Path) -> dict[str, Any]:
    """Django's description of the database: `DATABASE_URL`, else SQLite in the home folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(str(place / "keepwell.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path) or str(place / "keepwell.sqlite3"))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Refused(
            f"DATABASE_URL begins with “{parts.scheme}”. Use postgresql://… or sqlite:///…"
        )
    return _postgresql(parts)


def _sqlite(name: str) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START}
    return {
        "ENGINE": "keepwell.kernel.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }


def _postgresql(parts: Any) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    pool = whole_number("KEEPWELL_POOL", 4, least=0, most=100)
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 30}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": flag("KEEPWELL_PGBOUNCER"),
    }
