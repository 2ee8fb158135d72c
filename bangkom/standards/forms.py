"""Forms of standards: shape of input only; what may be changed is decided by rules and services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.fields import field_of
from bangkom.foundation.forms import QuickSelect
from bangkom.standards import queries
from bangkom.standards.models import Standard


class Day(forms.DateInput):
    """A date as the browser's own control gives it."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class FrameworkFileForm(forms.Form):
    """A dictionary file, with the names that it does not say itself."""

    file = forms.FileField(
        label=_("Berkas kamus"), help_text=_("CASE 1.0 (JSON), CSV, XLSX, atau daftar ESCO.")
    )
    code = forms.CharField(label=_("Kode kamus"), max_length=60, required=False, help_text=_("Kosongkan bila ada dalam berkas."))  # fmt: skip
    version = forms.CharField(label=_("Versi"), max_length=40, required=False)
    title = forms.CharField(label=_("Judul"), max_length=200, required=False)
    valid_from = forms.DateField(label=_("Berlaku sejak"), required=False, widget=Day())

    def names(self) -> dict[str, Any]:
        """Arguments of the service."""
        given = self.cleaned_data
        return {
            "code": given["code"],
            "version": given["version"] or None,
            "title": given["title"],
            "valid_from": given["valid_from"],
        }


class _SubjectForm(forms.Form):
    """What a standard is for: a level, a field at a level, or one post."""

    level: Any = forms.ModelChoiceField(
        queryset=None, label=_("Jenjang"), required=False, widget=QuickSelect()
    )
    field = forms.ChoiceField(
        label=_("Rumpun"),
        required=False,
        widget=QuickSelect(),
        help_text=_("Kosong: berlaku untuk semua rumpun pada jenjang itu."),
    )
    position = forms.CharField(
        label=_("Jabatan"), required=False, max_length=200,
        help_text=_("Nama jabatan persis seperti pada daftar; bila diisi, jenjang dan rumpun tidak dipakai."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Berlaku mulai"), widget=Day(), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Dasar"), max_length=300, required=False, help_text=_("Misalnya nomor peraturan.")
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_of(self, "level").queryset = queries.job_levels()
        fields = sorted({*queries.used_fields(), *queries.position_fields()})
        field_of(self, "field").choices = [("", "–"), *((name, name) for name in fields)]

    def clean_position(self) -> Any:
        title = self.cleaned_data["position"].strip()
        if not title:
            return None
        found = list(queries.positions().filter(search_text=title.lower())[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _now("Ada %(count)s jabatan dengan nama ini. Salin namanya dari daftar jabatan.")
                % {"count": len(found)}
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("level") and not cleaned.get("position"):
            self.add_error("level", _now("Pilih satu jenjang, atau isi satu jabatan."))
        return cleaned

    def subject(self) -> dict[str, Any]:
        """Arguments of the services."""
        given = self.cleaned_data
        return {
            "level_id": given["level"].pk if given["level"] else None,
            "field": given["field"],
            "position_id": given["position"].pk if given["position"] else None,
            "valid_from": given["valid_from"],
            "note": given["note"],
        }


class DraftForm(_SubjectForm):
    """Begin a new standard or the next version of one."""


class CopyForm(_SubjectForm):
    """Copy a standard to another subject; its source comes along."""

    source = None  # type: ignore[assignment]  # how Django takes an inherited field away


class StartForm(forms.ModelForm):
    """Date, source and note of a draft."""

    class Meta:
        model = Standard
        fields = ("valid_from", "source", "note")
        widgets = {"valid_from": Day(), "note": forms.Textarea(attrs={"rows": 2})}
        labels = {"source": _("Dasar")}


class ItemsForm(forms.Form):
    """The level that a draft requires in each competency; empty asks for none, 0 takes one away."""

    def __init__(
        self, *args: Any, competencies: list[Any], items: dict[int, int], can_take_away: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.competencies = competencies
        levels = [("", _("tidak diatur"))] + ([("0", _("0 – dihapus"))] if can_take_away else [])
        for competency in competencies:
            choices = levels + [(str(level), str(level)) for level in range(1, competency.max_level + 1)]
            self.fields[f"k{competency.pk}"] = forms.ChoiceField(
                label=competency.name,
                required=False,
                choices=choices,
                widget=QuickSelect(),
                initial="" if competency.pk not in items else str(items[competency.pk]),
            )

    def items(self) -> dict[int, int]:
        """Competency -> level of the filled ones."""
        given = ((one.pk, self.cleaned_data[f"k{one.pk}"]) for one in self.competencies)
        return {pk: int(level) for pk, level in given if level != ""}


class CompareForm(forms.Form):
    """Two posts side by side, by their titles."""

    a = forms.CharField(label=_("Jabatan pertama"), max_length=200)
    b = forms.CharField(label=_("Jabatan kedua"), max_length=200)

    def _post(self, name: str) -> Any:
        title = self.cleaned_data[name].strip()
        found = queries.positions().filter(search_text=title.lower()).first()
        if found is None:
            raise forms.ValidationError(
                _now("Jabatan ini tidak ditemukan. Salin namanya dari daftar jabatan.")
            )
        return found

    def clean_a(self) -> Any:
        return self._post("a")

    def clean_b(self) -> Any:
        return self._post("b")
