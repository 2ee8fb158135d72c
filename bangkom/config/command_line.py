"""Command line of bangkom: the same behind ``python3 manage.py`` and the installed ``bangkom``."""

from __future__ import annotations

import os
import sys

PLANNER = "Planning problems of files: planner solve|check|frontier|prices|rules|years|doubt FOLDER OUT."


def main(arguments: list[str] | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangkom.config.settings")
    arguments = arguments or sys.argv
    if arguments[1:2] == ["planner"]:
        # The engine knows no framework, and its command needs none.
        from bangkom.engine.planner.cli import main as planner

        raise SystemExit(planner(arguments[2:]))
    if arguments[1:] in ([], ["help"], ["--help"], ["-h"]):
        print_commands()
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


def print_commands() -> None:
    """The house's own commands, a line each; Django's by name."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    ours, others = {"planner": PLANNER}, []
    for name, app in get_commands().items():
        if str(app).startswith("bangkom."):
            ours[name] = load_command_class(str(app), name).help
        else:
            others.append(name)
    lines = ["Commands of bangkom (help NAME tells the options):", ""]
    lines += [f"  {name:22} {ours[name]}" for name in sorted(ours)]
    lines += ["", "Of the libraries: " + ", ".join(sorted(others))]
    sys.stdout.write("\n".join(lines) + "\n")
