"""Settings from the environment, parsed loudly: a wrong value stops the start and names its remedy."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE, FALSE = {"1", "true", "yes", "on", "ya"}, {"0", "false", "no", "off", "tidak", ""}

# Measured: without IMMEDIATE a fifth of parallel writes is refused; with synchronous=NORMAL a power
# cut loses acknowledged writes (docs/decisions/0003-databases.md).
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864"
    ),
}


class WrongSetting(Exception):
    """A setting has a value that cannot be used. The text names the variable and the remedy."""


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise WrongSetting(f"{name}={value!r} is neither yes nor no. Write {name}=1 or {name}=0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise WrongSetting(
            f"{name}={value!r} is not a whole number. Write for example {name}={default}."
        ) from None


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def home(root: Path) -> Path:
    """Folder of everything that is not code: database, media, secret key. ``BANGKOM_HOME`` moves it."""
    folder = Path(os.environ.get("BANGKOM_HOME") or root / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """``SECRET_KEY``, or a key made once and kept in the home folder, readable by its owner only."""
    if key := os.environ.get("SECRET_KEY"):
        if len(key) < 32:
            raise WrongSetting("SECRET_KEY has fewer than 32 characters. Use a longer random one.")
        return key
    path = folder / "secret-key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def database(url: str | None, folder: Path) -> dict[str, Any]:
    """``DATABASE_URL`` as Django wants it: postgres://user:password@host:port/name, sqlite:////path, or unset."""
    if not url:
        return sqlite(folder / "bangkom.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(parts.path[1:] if parts.path.startswith("//") else parts.path))
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSetting(
            f"DATABASE_URL begins with {parts.scheme!r}. Use postgres://user:password@host:5432/name or "
            "sqlite:////folder/file, or leave it unset for SQLite in BANGKOM_HOME."
        )
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
        # A file, so that the tests of parallel writers meet the same locks as a city does.
        "TEST": {"NAME": str(path.with_name("test-" + path.name))},
    }
