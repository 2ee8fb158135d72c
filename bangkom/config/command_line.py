"""Command line of bangkom: the same behind ``python3 manage.py`` and the installed ``bangkom``."""

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangkom.config.settings")
    arguments = arguments or sys.argv
    if len(arguments) > 1 and arguments[1] == "planner":
        # The engine knows no framework, and its command needs none.
        from bangkom.engine.planner.cli import main as planner

        raise SystemExit(planner(arguments[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)
