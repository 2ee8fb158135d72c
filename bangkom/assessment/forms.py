"""Forms of assessment: one result, a file of results, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangkom.assessment import queries, rules, services
from bangkom.assessment.models import Evidence
from bangkom.foundation.fields import field_of
from bangkom.foundation.forms import QuickSelect
from bangkom.standards import queries as standards
from bangkom.standards.enums import CompetencyKind


class Day(forms.DateInput):
    """A date as the browser's own control gives it."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


def competency_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Competencies in use, grouped by kind or field."""
    groups: dict[str, list[tuple[int, str]]] = {}
    kinds = {value: str(label) for value, label in CompetencyKind.choices}
    for pk, name, kind, field in standards.assessed_competencies().values_list("pk", "name", "kind", "field"):
        groups.setdefault(field or kinds[kind], []).append((pk, name))
    return list(groups.items())


class ReasonForm(forms.Form):
    """Why a result no longer counts."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat dalam jejak audit."),
    )


class EvidenceForm(forms.ModelForm):
    """One result of a person. The methods offered are those that the user may record."""

    assessor_nip = forms.CharField(
        label=_("NIP penilai"),
        required=False,
        max_length=24,
        help_text=_("Bila penilai pegawai pemerintah daerah ini."),
    )

    class Meta:
        model = Evidence
        fields = ("competency", "method", "level", "assessed_on", "valid_until", "assessor_name", "note")
        widgets = {
            "competency": QuickSelect(),
            "method": QuickSelect(),
            "assessed_on": Day(),
            "valid_until": Day(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "competency": _("Kompetensi"),
            "method": _("Metode"),
            "assessor_name": _("Nama penilai atau lembaga"),
        }
        help_texts = {
            "level": _("0 sampai 5, boleh pecahan, misalnya 2,5."),
            "valid_until": _("Kosongkan bila menurut aturan metodenya."),
            "note": _("Apa yang menunjukkan tingkat ini: nomor laporan, sertifikat, atau contoh perilaku."),
        }

    def __init__(self, *args: Any, user: Any, employee: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user, self.employee = user, employee
        self.allowed = rules.allowed_methods(user, employee)
        known = queries.methods_in_force(timezone.localdate())
        self.known = [one for one in known if self.allowed is None or one.code in self.allowed]
        field_of(self, "method").choices = [(one.pk, queries.band_label(one)) for one in self.known]
        field_of(self, "competency").choices = competency_choices()
        self.fields["level"] = forms.DecimalField(
            label=_("Tingkat"), min_value=0, max_value=5, decimal_places=2, max_digits=3, localize=False,
            help_text=self.fields["level"].help_text, widget=forms.NumberInput(attrs={"step": "0.25"}),
        )  # fmt: skip
        if self.allowed is not None:
            # A head or the person herself is the assessor: nothing to fill in.
            del self.fields["assessor_nip"], self.fields["assessor_name"], self.fields["valid_until"]
        if self.instance.pk:
            del self.fields["competency"]
            self.fields["reason"] = ReasonForm.base_fields["reason"]

    def clean_method(self) -> Any:
        method = self.cleaned_data["method"]
        if method.pk not in {one.pk for one in self.known}:
            raise forms.ValidationError(
                _("Metode ini tidak dapat Anda catat untuk pegawai ini. Pilih dari daftar.")
            )
        return method

    def clean_assessed_on(self) -> Any:
        day = self.cleaned_data["assessed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal penilaian belum tiba. Periksa tahun dan bulannya."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nip = "".join(str(cleaned.pop("assessor_nip", "")).split())
        assessor = queries.employees().filter(nip=nip, left_on__isnull=True).first() if nip else None
        if nip and assessor is None:
            self.add_error(
                "assessor_nip", _("Tidak ada pegawai dengan NIP ini. Periksa kembali, atau isi namanya saja.")
            )
        valid_until, day = cleaned.get("valid_until"), cleaned.get("assessed_on")
        if valid_until and day and valid_until < day:
            self.add_error(
                "valid_until", _("Masa berlaku berakhir sebelum tanggal penilaian. Periksa kedua tanggal.")
            )
        if self.allowed is not None:
            assessor = (
                self.employee
                if cleaned.get("method") and cleaned["method"].code == rules.SELF
                else _me(self.user)
            )
        cleaned["assessor"] = assessor
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments of the services."""
        wanted = (*self.Meta.fields, "assessor")
        return {name: self.cleaned_data[name] for name in wanted if name in self.cleaned_data}


def _me(user: Any) -> Any:
    return queries.employees().filter(user=user.pk).first()


class ResultFileForm(forms.Form):
    """A file of results, and what holds for rows that say nothing themselves."""

    file = forms.FileField(label=_("Berkas hasil penilaian"), help_text=_("XLSX, XLS, atau CSV."))
    method = forms.ChoiceField(
        label=_("Metode"),
        required=False,
        help_text=_("Untuk baris tanpa metode; kosongkan bila ada kolomnya."),
    )
    assessed_on = forms.DateField(
        label=_("Tanggal penilaian"), required=False, widget=Day(), help_text=_("Untuk baris tanpa tanggal.")
    )
    assessor_name = forms.CharField(
        label=_("Penilai atau lembaga"),
        required=False,
        max_length=150,
        help_text=_("Untuk baris tanpa penilai."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.pk): one for one in queries.methods_in_force(timezone.localdate())}
        choices = [("", "–"), *((key, queries.band_label(one)) for key, one in self.known.items())]
        field_of(self, "method").choices = choices

    def defaults(self) -> services.Defaults:
        given = self.cleaned_data
        return services.Defaults(
            self.known.get(given["method"]), given["assessed_on"], given["assessor_name"]
        )
