"""Form fields that read numbers as people here write them: 1.250.000, Rp2,5 juta, 0,75."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangkom.foundation import display
from bangkom.foundation.tabular import read_decimal, read_rupiah


def field_of(form: forms.BaseForm, name: str) -> Any:
    """The field of a form, to set what only its own kind has: ``choices``, ``queryset``, ``coerce``."""
    return form.fields[name]


class RupiahField(forms.IntegerField):
    """Whole rupiah from any usual spelling; shown with thousands grouped."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Tulis jumlah rupiah, misalnya 12.500.000 atau 12,5 juta.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return read_rupiah(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return display.number(value, 0) if isinstance(value, (int, Decimal)) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class NumberField(forms.DecimalField):
    """A number with a decimal comma or point."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Tulis angka, misalnya 0,75.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own does
        if value in self.empty_values:
            return None
        try:
            # A comma or point before three digits groups thousands in money; here it is the decimal sign.
            text = value.strip() if isinstance(value, str) else value
            if isinstance(text, str) and text.count(",") + text.count(".") == 1:
                text = Decimal(text.replace(",", "."))
            return read_decimal(text)
        except (ValueError, ArithmeticError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (int, float, Decimal)):
            text = format(Decimal(str(value)).normalize(), "f")
            return text if display.number(1.5) == "1.5" else text.replace(".", ",")
        return value
