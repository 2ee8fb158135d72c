"""Lets a benchmark run with the checkout's own environment, its own home folder and a sample city."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def enter() -> None:
    """Run again with ``.venv`` when this Python lacks Django (``python3 manage.py demo`` has made it)."""
    sys.path.insert(0, str(ROOT))
    try:
        import django  # noqa: F401
    except ImportError:
        python = ROOT / ".venv" / "bin" / "python"
        if not python.exists():
            raise SystemExit("Run python3 manage.py demo (or test) once: it makes the environment.") from None
        os.execv(python, [str(python), *sys.argv])


def machine() -> dict[str, object]:
    """What a figure was measured on: processor, cores, memory, system and Python."""
    name, memory = platform.processor() or platform.machine(), 0
    about, stock = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if about.exists():
        names = [line for line in about.read_text().splitlines() if line.startswith("model name")]
        name = names[0].split(":", 1)[1].strip() if names else name
    if stock.exists():
        memory = int(stock.read_text().split("MemTotal:", 1)[1].split()[0]) // 1024
    return {
        "processor": name, "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": memory, "system": f"{platform.system()} {platform.release()}", "python": platform.python_version(),
    }  # fmt: skip


def city(people: int, home: str | None = None) -> Path:
    """A home folder with a sample city of so many people; made once per size and kept for the next run."""
    folder = Path(home or Path(tempfile.gettempdir()) / f"bangkom-city-{people}")
    os.environ["BANGKOM_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangkom.config.settings")
    if not (folder / "ready").exists():
        command = [sys.executable, "manage.py", "demo", "--no-serve", "--people", str(people)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
        (folder / "ready").write_text("")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    return folder
