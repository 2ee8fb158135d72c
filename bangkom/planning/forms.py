"""Forms of planning. Their values go to the services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bangkom.foundation import display
from bangkom.foundation.enums import Verification
from bangkom.foundation.fields import NumberField, RupiahField
from bangkom.people import queries as people
from bangkom.planning import queries
from bangkom.planning.models import Fund, PlanningRule, PlanYear, Scenario
from bangkom.planning.services import Money

QUARTERS = [("", _("Triwulan mana pun")), (1, "I"), (2, "II"), (3, "III"), (4, "IV")]


class YearForm(forms.Form):
    """A new budget year."""

    year = forms.IntegerField(label=_("Tahun anggaran"), min_value=2020, max_value=2100, localize=False)
    apbd = RupiahField(
        label=_("APBD"), required=False, help_text=_("Seluruh APBD, untuk menghitung bagian paling sedikit.")
    )
    source = forms.CharField(label=_("Sumber angka"), max_length=300, required=False)


class CeilingForm(forms.Form):
    """All ceilings of a year on one page: the agency's funds and each OPD's own."""

    apbd = RupiahField(label=_("APBD"), required=False)
    apbd_source = forms.CharField(label=_("Sumber angka APBD"), max_length=300, required=False)
    verification = forms.ChoiceField(label=_("Kepastian pagu yang diubah"), choices=Verification.choices)
    source = forms.CharField(
        label=_("Sumber pagu yang diubah"), max_length=300, required=False,
        help_text=_("Misalnya nomor DPA. Berlaku bagi setiap angka yang Anda ubah."),
    )  # fmt: skip

    def __init__(self, *args: Any, year: PlanYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, int | None]] = {}
        held = queries.ceilings_of(year)
        self.fields["apbd"].initial, self.fields["apbd_source"].initial = year.apbd, year.source
        self.fields["verification"].initial = Verification.ESTIMATED
        self.agency: list[str] = []
        self.offices: list[str] = []
        opds = people.offices()
        for fund in Fund.objects.order_by("by_opd", "code"):
            if not fund.by_opd:
                self.agency.append(self._add(fund.code, None, fund.name, held))
                continue
            for pk, name in opds:
                self.offices.append(self._add(fund.code, pk, name, held))

    def _add(self, code: str, opd: int | None, label: str, held: Any) -> str:
        name = f"pagu-{code}-{opd or 0}"
        found = held.get((code, opd))
        note = f"{found.get_verification_display()}. {found.source}".strip() if found else ""
        self.fields[name] = RupiahField(
            label=label, required=False, initial=found.amount if found else None, help_text=note
        )
        self.places[name] = (code, opd)
        return name

    def agency_fields(self) -> Iterator[Any]:
        return (self[name] for name in self.agency)

    def office_fields(self) -> Iterator[Any]:
        return (self[name] for name in self.offices)

    def money(self) -> list[Money]:
        """The ceilings that were typed; an empty one is no money."""
        said = {"verification": self.cleaned_data["verification"], "source": self.cleaned_data["source"]}
        return [
            Money(code, self.cleaned_data[name] or 0, opd, **said)
            for name, (code, opd) in self.places.items()
        ]


GROUPS = (
    ("worth", _("Apa yang bernilai"), ("weight_managerial", "weight_sociocultural", "weight_technical",
     "factor_structural", "factor_public", "rate2", "min_gap", "rho_jp", "m_mand", "eps_defer", "eps_cost")),
    ("limits", _("Batas orang dan unit"), ("max_days_away_year", "max_items_year", "max_jp_year",
     "mandate_outside_limits", "years_to_serve", "repeat_after_years", "working_days_quarter", "class_days_share",
     "counter_present_percent")),
    ("fair", _("Pemerataan"), ("equity_opd", "equity_sex", "equity_kind", "equity_min_people")),
)  # fmt: skip


class RulesForm(forms.Form):
    """The rules of a scenario in words, with unit and range, and its percent of each fund's ceiling."""

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = queries.rules_in_force(scenario.year.year)
        grouped = {key for _name, _label, keys in GROUPS for key in keys}
        for key, rule in self.in_force.items():
            if key in grouped:
                self.fields[f"aturan-{key}"] = self._field(rule, scenario.rules.get(key))
        self.funds = list(Fund.objects.order_by("code"))
        for fund in self.funds:
            self.fields[f"dana-{fund.code}"] = forms.IntegerField(
                label=fund.name,
                min_value=0,
                max_value=500,
                initial=scenario.ceilings.get(fund.code, 100),
                help_text=gettext("Persen dari pagu yang dipakai skenario ini."),
            )

    def _field(self, rule: PlanningRule, own: str | None) -> NumberField:
        english = (get_language() or "").startswith("en") and rule.name_en
        limits = {"low": display.number(rule.lowest), "high": display.number(rule.highest)}
        bounds = gettext("%(low)s sampai %(high)s %(unit)s; biasanya %(value)s.") % {
            **limits,
            "unit": rule.unit,
            "value": NumberField().prepare_value(rule.value),
        }
        return NumberField(
            label=rule.name_en if english else rule.name,
            initial=own if own is not None else rule.value,
            min_value=rule.lowest,
            max_value=rule.highest,
            error_messages=dict.fromkeys(
                ("min_value", "max_value"), gettext("Isi angka dari %(low)s sampai %(high)s.") % limits
            ),
            help_text=f"{rule.help} {bounds}",
        )

    def groups(self) -> Iterator[tuple[str, Any, list[Any]]]:
        for key, label, names in GROUPS:
            yield key, label, [self[f"aturan-{name}"] for name in names if f"aturan-{name}" in self.fields]

    def fund_fields(self) -> list[Any]:
        return [self[f"dana-{fund.code}"] for fund in self.funds]

    def values(self) -> dict[str, Any]:
        return {name[7:]: value for name, value in self.cleaned_data.items() if name.startswith("aturan-")}

    def ceilings(self) -> dict[str, int]:
        return {name[5:]: value for name, value in self.cleaned_data.items() if name.startswith("dana-")}


class ScenarioForm(forms.Form):
    """Name and note of a scenario."""

    name = forms.CharField(label=_("Nama skenario"), max_length=80)
    note = forms.CharField(
        label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang ingin dicoba, dan mengapa."),
    )  # fmt: skip


class PinForm(forms.Form):
    """Why a seat is forced in or out, and in which quarter."""

    quarter = forms.TypedChoiceField(
        label=_("Triwulan"), choices=QUARTERS, coerce=int, empty_value=None, required=False
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Terlihat oleh pegawai yang bersangkutan dan kepalanya."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_in:
            del self.fields["quarter"]


class TrialForm(forms.Form):
    """Ceilings to try: one percent for all of them, or one for each fund. Funds: code, name, percent now."""

    persen = forms.IntegerField(required=False)

    def __init__(self, *args: Any, funds: list[tuple[str, str, int | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name, percent in funds:
            self.fields[f"dana-{code}"] = forms.IntegerField(
                label=gettext("%(name)s, persen dari pagu") % {"name": name},
                min_value=0,
                max_value=500,
                required=False,
                initial=percent,
                error_messages={
                    kind: gettext("Isi persen dari 0 sampai 500 dengan angka bulat.")
                    for kind in ("invalid", "min_value", "max_value")
                },
            )
        self.fields["persen"].error_messages["invalid"] = gettext(
            "Isi persen dari 50 sampai 200 dengan angka bulat."
        )

    def fund_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("dana-")]

    def wanted(self) -> dict[str, Any]:
        """Arguments of ``services.start_trial``: by fund as soon as one is given."""
        funds = {
            name[5:]: value
            for name, value in self.cleaned_data.items()
            if name.startswith("dana-") and value is not None
        }
        return {"ceilings": funds} if funds else {"percent": self.cleaned_data["persen"]}

    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class TrialNameForm(forms.Form):
    """Name of the scenario that a trial becomes."""

    name = forms.CharField(label=_("Nama skenario"), max_length=80)
