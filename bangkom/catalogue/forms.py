"""Forms of the catalogue. Their values go to the services; the forms save nothing themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangkom.catalogue import queries
from bangkom.catalogue.enums import Mode
from bangkom.catalogue.models import LearningForm, Programme
from bangkom.catalogue.services import Gain
from bangkom.foundation.fields import NumberField, RupiahField, field_of
from bangkom.people.enums import EmploymentKind
from bangkom.standards import queries as standards
from bangkom.standards.enums import CompetencyKind

QUARTERS = [(1, "I"), (2, "II"), (3, "III"), (4, "IV")]


class ProgrammeForm(forms.ModelForm):
    """A programme. Lists that are left empty admit everybody."""

    form = forms.ModelChoiceField(LearningForm.objects.all(), label=_("Bentuk pengembangan"))
    quarters = forms.TypedMultipleChoiceField(
        label=_("Triwulan yang mungkin"), choices=QUARTERS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("Jenjang jabatan yang boleh ikut"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosongkan bila semua jenjang boleh."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Status yang boleh ikut"), choices=EmploymentKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Kosongkan bila semua status boleh."),
    )  # fmt: skip
    fields_admitted = forms.MultipleChoiceField(
        label=_("Rumpun jabatan yang boleh ikut"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosongkan bila semua rumpun boleh."),
    )  # fmt: skip
    jp = NumberField(label=_("JP"), min_value=0, max_value=5000, max_digits=6, decimal_places=1)
    cost_batch = RupiahField(
        label=_("Biaya per angkatan"),
        help_text=_("Hanya untuk kelas sendiri: sewa, pengajar, bahan setiap kali diadakan."),
    )
    cost_person = RupiahField(
        label=_("Biaya per peserta"),
        help_text=_("Kontribusi, konsumsi, dan penginapan seorang peserta, tanpa perjalanan."),
    )
    fund_batch = forms.ChoiceField(label=_("Angkatan dibayar dari"), required=False)
    fund_person = forms.ChoiceField(label=_("Peserta dibayar dari"), required=False)
    place = forms.TypedChoiceField(label=_("Tempat"), coerce=int)
    prerequisite = forms.ModelChoiceField(
        Programme.objects.order_by("name"), label=_("Program prasyarat"), required=False,
        help_text=_("Harus sudah diikuti, atau direncanakan pada triwulan sebelumnya."),
    )  # fmt: skip

    class Meta:
        model = Programme
        fields = (
            "code", "name", "name_en", "form", "field", "provider", "mode", "jp", "days", "place", "quarters",
            "min_people", "max_people", "max_batches", "seats", "cost_batch", "cost_person", "fund_batch",
            "fund_person", "levels", "fields_admitted", "kinds", "prerequisite", "only_mandatory", "description",
            "source", "verification", "is_open",
        )  # fmt: skip
        labels = {"name_en": _("Nama dalam bahasa Inggris"), "verification": _("Kepastian angka")}
        help_texts = {
            "seats": _(
                "Selain kelas sendiri: paling banyak peserta setiap triwulan. Kosongkan bila tidak terbatas."
            ),
            "days": _("Nol bila diikuti dari meja kerja."),
            "only_mandatory": _("Tidak direncanakan bagi yang tidak wajib, misalnya Latsar."),
            "source": _("Dari mana biaya dan JP ini: kontrak, brosur, standar biaya."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = [pk for pk, _name in queries.form_choices()]
        field_of(self, "form").queryset = LearningForm.objects.filter(pk__in=newest)
        field_of(self, "levels").choices = [(level.code, level.name) for level in standards.job_levels()]
        field_of(self, "fields_admitted").choices = [(name, name) for name in self._fields_known()]
        field_of(self, "place").choices = queries.place_choices() or [(0, gettext("Kota sendiri"))]
        own = [("", gettext("OPD peserta sendiri"))]
        funds = queries.fund_choices()
        field_of(self, "fund_batch").choices = [("", gettext("Dana utama BKPSDM")), *funds]
        field_of(self, "fund_person").choices = own + funds
        others = Programme.objects.exclude(pk=self.instance.pk)
        field_of(self, "prerequisite").queryset = others.order_by("name")
        if self.instance.pk:
            self.initial["fields_admitted"] = self.instance.fields

    def _fields_known(self) -> list[str]:
        held = [] if not self.instance.pk else list(self.instance.fields)
        return sorted({*standards.used_fields(), *held})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("mode") and found["mode"] != Mode.CLASS and found.get("cost_batch"):
            self.add_error(
                "cost_batch",
                _(
                    "Hanya kelas sendiri yang memiliki biaya per angkatan. Isi 0 dan pindahkan ke biaya per peserta."
                ),
            )
        low, high = found.get("min_people"), found.get("max_people")
        if low is not None and high is not None and low > high:
            values = {"low": low, "high": high}
            text = gettext("Paling sedikit %(low)s melebihi paling banyak %(high)s. Perbaiki salah satunya.")
            self.add_error("max_people", text % values)
        return found

    def values(self) -> dict[str, Any]:
        """What the service stores."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        found["fields"] = found.pop("fields_admitted", [])
        return found

    def _post_clean(self) -> None:
        """The instance is changed by the service alone; database constraints are checked there."""


class GainForm(forms.Form):
    """One competency that the programme raises."""

    competency = forms.TypedChoiceField(label=_("Kompetensi"), coerce=int, empty_value=None, required=False)
    gain = NumberField(
        label=_("Kenaikan tingkat"), min_value=0, max_value=5, max_digits=3, decimal_places=2, required=False
    )
    source = forms.CharField(label=_("Sumber angka"), max_length=300, required=False)

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "competency").choices = choices

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("competency") and not found.get("gain"):
            self.add_error("gain", _("Isi kenaikan tingkat, misalnya 0,5, atau kosongkan kompetensinya."))
        if found.get("gain") and not found.get("competency"):
            self.add_error("competency", _("Pilih kompetensi yang dinaikkan, atau kosongkan kenaikannya."))
        return found


class _GainSet(forms.BaseFormSet):
    def clean(self) -> None:
        chosen = [form.cleaned_data.get("competency") for form in self.forms if form.is_valid()]
        chosen = [key for key in chosen if key]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Satu kompetensi dipilih dua kali. Gabungkan menjadi satu baris."))

    def gains(self) -> Iterator[Gain]:
        for form in self.forms:
            found = form.cleaned_data
            if found.get("competency") and found.get("gain"):
                yield Gain(found["competency"], found["gain"], found["source"])


def gain_forms(data: Any = None, *, programme: Programme | None = None) -> _GainSet:
    """The competencies that a programme raises, and three empty rows."""
    rows = queries.gains_of(programme) if programme else []
    initial = [{"competency": g.competency_id, "gain": g.gain, "source": g.source} for g in rows]
    made = cast(type[_GainSet], forms.formset_factory(GainForm, formset=_GainSet, extra=3, max_num=30))
    return made(data, initial=initial, prefix="naik", form_kwargs={"choices": _competency_choices()})


def _competency_choices() -> list[Any]:
    groups: dict[str, list[tuple[int, str]]] = {}
    rows = standards.assessed_competencies().values_list("pk", "name", "kind", "field")
    for pk, name, kind, field in rows:
        label = str(CompetencyKind(kind).label) + (f" – {field}" if field else "")
        groups.setdefault(label, []).append((pk, name))
    return [("", "---------"), *groups.items()]
