"""How forms look: one renderer, so that ``{{ form }}`` and ``{{ form.field.as_field_group }}`` are right everywhere.

A field shows its label, then the hint, then the control, then what is wrong with it and how to mend it.
Controls need no class: the style sheet dresses plain inputs.
"""

from __future__ import annotations

from typing import Any

from django.forms import Select
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe


class Renderer(TemplatesSetting):
    """``FORM_RENDERER`` of the house."""

    form_template_name = "foundation/forms/form.html"
    field_template_name = "foundation/forms/field.html"
    formset_template_name = "foundation/forms/formset.html"

    # Django's own widget templates are not on the project's path; ours of the same name come first.
    _django = DjangoTemplates()

    def get_template(self, template_name: str):  # type: ignore[no-untyped-def]
        from django.template import TemplateDoesNotExist

        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self._django.get_template(template_name)


class QuickSelect(Select):
    """A select of many options, drawn as one text: a template per option costs 10 ms for 150 of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        parts = []
        for label, options, _place in self.optgroups(name, []):
            drawn = "".join(self._option(option, chosen) for option in options)
            parts.append(f'<optgroup label="{esc(label)}">{drawn}</optgroup>' if label else drawn)
        given = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return mark_safe(f"<select{flatatt(given)}>{''.join(parts)}</select>")  # noqa: S308

    @staticmethod
    def _option(option: dict[str, Any], chosen: set[str]) -> str:
        value = str(option["value"])
        mark = " selected" if value in chosen else ""
        return f'<option value="{esc(value)}"{mark}>{esc(option["label"])}</option>'
