"""The form of a learning record: shape of input only."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangkom.records.models import LearningRecord


class RecordForm(forms.ModelForm):
    """One activity with its certificate."""

    jp_claimed = forms.DecimalField(
        label=_("JP pada sertifikat"),
        min_value=Decimal("0.1"),
        max_value=Decimal(2000),
        max_digits=6,
        decimal_places=1,
        error_messages={"invalid": _("JP harus berupa angka, misalnya 12 atau 12.5.")},
        help_text=_("1 JP = 45 menit. Yang dihitung mengikuti batas bentuknya per hari atau per bulan."),
    )

    class Meta:
        model = LearningRecord
        fields = (
            "title",
            "form",
            "organiser",
            "starts_on",
            "ends_on",
            "jp_claimed",
            "certificate_number",
            "certificate_on",
        )
        labels = {"certificate_on": _("Tanggal sertifikat"), "title": _("Nama kegiatan")}
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on", "certificate_on")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        forms_offered: Any = self.fields["form"]
        forms_offered.queryset = forms_offered.queryset.order_by("code", "-valid_from")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Tanggal selesai tidak boleh sebelum tanggal mulai."))
        if first and first < datetime.date(1970, 1, 1):
            self.add_error("starts_on", _("Tanggal mulai terlalu lama. Periksa tahunnya pada sertifikat."))
        return cleaned

    def _post_clean(self) -> None:
        """What may never be stored is said by the service, in words; the model is not asked here."""

    def values(self) -> dict[str, Any]:
        """What ``add_record`` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
