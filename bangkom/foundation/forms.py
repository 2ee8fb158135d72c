"""How forms look: one renderer, so that ``{{ form }}`` and ``{{ form.field.as_field_group }}`` are right everywhere.

A field shows its label, then the hint, then the control, then what is wrong with it and how to mend it.
Controls need no class: the style sheet dresses plain inputs.
"""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates, TemplatesSetting


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
