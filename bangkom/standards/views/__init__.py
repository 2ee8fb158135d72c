"""Pages of standards, by subject."""

from bangkom.standards.views.dictionary import (
    competency_list,
    competency_show,
    framework_export,
    framework_import,
    framework_list,
    framework_show,
    framework_use,
)
from bangkom.standards.views.posts import (
    position_compare,
    position_list,
    position_show,
    standard_copy,
    standard_delete,
    standard_draft,
    standard_edit,
    standard_list,
    standard_show,
)

__all__ = [
    "competency_list",
    "competency_show",
    "framework_export",
    "framework_import",
    "framework_list",
    "framework_show",
    "framework_use",
    "position_compare",
    "position_list",
    "position_show",
    "standard_copy",
    "standard_delete",
    "standard_draft",
    "standard_edit",
    "standard_list",
    "standard_show",
]
