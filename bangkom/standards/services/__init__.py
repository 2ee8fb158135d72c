"""Writes of standards: dictionaries in, post standards through their versions, requirements rebuilt."""

from bangkom.standards.services.frameworks import (
    ImportReport,
    import_framework,
    read_framework,
    use_framework,
    write_framework,
)
from bangkom.standards.services.loading import fields, load_default_standards, load_dictionary, load_reference
from bangkom.standards.services.posts import (
    copy_standard,
    delete_draft,
    draft_standard,
    put_in_force,
    set_items,
    set_start,
)
from bangkom.standards.services.requirements import rebuild_requirements

__all__ = [
    "ImportReport",
    "copy_standard",
    "delete_draft",
    "draft_standard",
    "fields",
    "import_framework",
    "load_default_standards",
    "load_dictionary",
    "load_reference",
    "put_in_force",
    "read_framework",
    "rebuild_requirements",
    "set_items",
    "set_start",
    "use_framework",
    "write_framework",
]
