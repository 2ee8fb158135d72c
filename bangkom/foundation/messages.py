"""Texts for people: collected from code and templates, translated in a .po file, compiled to what gettext reads.

Django's own commands for this need GNU gettext, which a machine with only Python lacks. The source
language is Indonesian: what stands in the code is what an Indonesian page shows.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
EOT = "\x04"
LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.S)
CALL = re.compile(rf"""\b(n?p?gettext|_)\(((?:\s*u?(?:{LITERAL.pattern})\s*,?)+)""", re.S)


@dataclass
class Message:
    """One text: ``key`` is what gettext looks it up by (context, EOT, text)."""

    text: str
    context: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return f"{self.context}{EOT}{self.text}" if self.context else self.text

    @property
    def is_translated(self) -> bool:
        return bool(self.translations) and all(self.translations)


def collect(package: Path) -> dict[str, Message]:
    """Every text of the package, with the files that it stands in."""
    found: dict[str, Message] = {}
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or {"static", "migrations"} & set(path.parts):
            continue
        place = str(path.relative_to(package.parent))
        for message in in_python(path.read_text()) if path.suffix == ".py" else in_template(path):
            found.setdefault(message.key, message).places.add(place)
            found[message.key].plural = found[message.key].plural or message.plural
    return found


def in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in PLAIN and len(texts) >= 1:
                yield Message(texts[0])
            elif name in PLURAL and len(texts) >= 2:
                yield Message(texts[0], plural=texts[1])
            elif name in CONTEXT and len(texts) >= 2:
                yield Message(texts[1], context=texts[0])
            elif name in CONTEXT_PLURAL and len(texts) >= 3:
                yield Message(texts[1], context=texts[0], plural=texts[2])


def in_template(path: Path) -> Iterator[Message]:
    """Django turns a template into calls that its extractor reads; the same calls are read here."""
    from django.utils.translation.template import templatize

    source = path.read_text()
    if "{% t" not in source and "{% b" not in source and "_(" not in source:
        return
    for call in CALL.finditer(templatize(source, origin=path.name)):
        texts = ", ".join(LITERAL.findall(call.group(2)))
        yield from in_python(f"{call.group(1)}({texts})")


def read_po(path: Path) -> dict[str, Message]:
    """The messages of a .po file. Comments and the header are left aside."""
    found: dict[str, Message] = {}
    if not path.exists():
        return found
    for block in re.split(r"\n\s*\n", path.read_text()):
        parts: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")', line):
                current = match.group(1)
                parts[current] = ast.literal_eval(match.group(2))
            elif line.startswith('"') and current:
                parts[current] += ast.literal_eval(line)
        if parts.get("msgid"):
            translations = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            message = Message(
                parts["msgid"], parts.get("msgctxt", ""), parts.get("msgid_plural", ""), translations
            )
            found[message.key] = message
    return found


def write_po(path: Path, language: str, messages: dict[str, Message]) -> None:
    lines = ['msgid ""', 'msgstr ""', f'"Language: {language}\\n"', r'"MIME-Version: 1.0\n"']
    lines += [
        r'"Content-Type: text/plain; charset=UTF-8\n"',
        r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"',
        "",
    ]
    for message in sorted(messages.values(), key=lambda m: (min(m.places, default=""), m.key)):
        lines += [f"#: {' '.join(sorted(message.places)[:3])}"]
        if message.context:
            lines.append(f"msgctxt {quoted(message.context)}")
        lines.append(f"msgid {quoted(message.text)}")
        if message.plural:
            lines.append(f"msgid_plural {quoted(message.plural)}")
            both = [*message.translations, "", ""][:2]
            lines += [f"msgstr[{number}] {quoted(text)}" for number, text in enumerate(both)]
        else:
            lines.append(f"msgstr {quoted(message.translations[0] if message.translations else '')}")
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines))


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compile_mo(source: Path, target: Path) -> None:
    """Write the binary catalogue of a .po file (GNU MO, little endian, no hash table)."""
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    pairs = {b"": header.encode()}
    for message in read_po(source).values():
        if message.is_translated:
            text = f"{message.key}\0{message.plural}" if message.plural else message.key
            pairs[text.encode()] = "\0".join(message.translations).encode()
    keys = sorted(pairs)
    count = len(keys)
    identifiers = b"\0".join(keys) + b"\0"
    values = b"\0".join(pairs[key] for key in keys) + b"\0"
    start = 28 + 16 * count
    table, position = [], start
    for key in keys:
        table += [len(key), position]
        position += len(key) + 1
    for key in keys:
        table += [len(pairs[key]), position]
        position += len(pairs[key]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    target.write_bytes(head + struct.pack(f"<{len(table)}I", *table) + identifiers + values)


def compile_all(package: Path) -> None:
    """Compile every .po file that is newer than its compiled form."""
    for source in package.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_mo(source, target)
