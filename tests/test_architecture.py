"""The house rules that no other tool checks."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, get_resolver

PACKAGE = Path(__file__).parent.parent / "bangkom"
DOORS = {"services", "queries", "enums", "events", "errors", "rules"}
SHARED = {"engine", "foundation", "config"}


def imports(tree: ast.AST) -> Iterator[ast.ImportFrom]:
    """Every ``from … import`` that runs, so not those under ``if TYPE_CHECKING:``."""
    if isinstance(tree, ast.If) and getattr(tree.test, "id", "") == "TYPE_CHECKING":
        return
    if isinstance(tree, ast.ImportFrom) and (tree.module or "").startswith("bangkom."):
        yield tree
    for child in ast.iter_child_nodes(tree):
        yield from imports(child)


def test_rooms_meet_only_at_their_doors():
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        for node in imports(ast.parse(path.read_text())):
            _, other, *rest = node.module.split(".")
            names = rest[:1] or [alias.name for alias in node.names]
            if other not in SHARED and room not in SHARED and other != room:
                wrong += [f"{path}: {other}.{name}" for name in names if name not in DOORS]
    assert wrong == []


def patterns(resolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def test_every_page_names_its_permission_rule():
    bare = [p.name for p in patterns(get_resolver()) if not hasattr(p.callback, "rule")]
    assert bare == []


def test_every_template_is_used():
    """A template is named in code or in another template, or overrides one of a library."""
    sources = [p.read_text() for p in PACKAGE.rglob("*") if p.suffix in {".py", ".html"}]
    library = ("account/", "allauth/", "django/", "foundation/forms/")
    unused = []
    for path in PACKAGE.rglob("templates/**/*.html"):
        name = str(path.relative_to(next(p for p in path.parents if p.name == "templates")))
        if (
            not name.startswith(library)
            and not name[0].isdigit()
            and not any(name in text for text in sources)
        ):
            unused.append(name)
    assert unused == []


def test_no_file_is_too_long_to_read():
    """The house style: a file over about 400 lines becomes a package of the same name."""
    long = []
    for path in PACKAGE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        if text.count("\n") > 450:
            long.append(f"{path.relative_to(PACKAGE)}: {text.count(chr(10))} lines")
    assert long == []
