"""A PostgreSQL cluster that lives as long as a run of the tests or a benchmark.

    with cluster() as url: …

Needs the server's programs (Debian: apt install postgresql-15). PostgreSQL refuses to run as root, so as
root it is started as the user ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

INSTALL = "apt install postgresql-15"


def programs() -> Path | None:
    """Folder of ``initdb`` and ``pg_ctl``, newest version first, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True
    )
    if found and int(found[0].parts[-3]) >= 15:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _as_somebody() -> dict[str, object]:
    """Arguments that make a child process run as a user who is not root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            who = pwd.getpwnam(name)
            return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": [], "cwd": "/"}
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


@contextlib.contextmanager
def cluster(connections: int = 300) -> Iterator[str]:
    """Start a throw-away cluster on a free port of 127.0.0.1; yields its DATABASE_URL."""
    folder = programs()
    if folder is None:
        raise RuntimeError(f"no PostgreSQL server; install one: {INSTALL}")
    who, port = _as_somebody(), free_port()
    with tempfile.TemporaryDirectory(prefix="bangkom-pg-", ignore_cleanup_errors=True) as home:
        if "user" in who:
            os.chown(home, who["user"], who["group"])  # type: ignore[arg-type]
        data = f"{home}/data"

        def run(*command: str) -> None:
            done = subprocess.run(command, capture_output=True, text=True, **who)  # type: ignore[call-overload]
            if done.returncode:
                raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")

        run(f"{folder}/initdb", "-D", data, "-U", "bangkom", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = (
            f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_connections={connections} -c fsync=off"
        )
        # Output goes to a file: a pipe would be held open by the server for ever.
        run(f"{folder}/pg_ctl", "-D", data, "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            run(f"{folder}/createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "bangkom", "bangkom")
            yield f"postgres://bangkom@127.0.0.1:{port}/bangkom"
        finally:
            run(f"{folder}/pg_ctl", "-D", data, "-m", "immediate", "stop")
