"""Forms of people: shape of input only; what is allowed is decided by rules and services."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangkom.people import queries
from bangkom.people.enums import RoleKind
from bangkom.people.models import Employee, Opd, Position, Rank, User


class Day(forms.DateInput):
    """A date as the browser's own control gives it."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class EmployeeForm(forms.ModelForm):
    """Corrections of one employee by the HR officer of her OPD or by a planner."""

    supervisor_nip = forms.CharField(
        label=_("NIP atasan langsung"),
        required=False,
        max_length=24,
        help_text=_("Kosongkan bila tidak ada."),
    )

    class Meta:
        model = Employee
        fields = (
            "name",
            "front_title",
            "back_title",
            "email",
            "unit",
            "position",
            "position_since",
            "rank",
            "rank_since",
            "education_level",
            "education_major",
            "graduated_year",
        )
        widgets = {"position_since": Day(), "rank_since": Day()}
        labels = {"rank": _("Golongan"), "email": _("E-mail")}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        employee = self.instance
        self.user = user
        units = Opd.objects.filter(Q(office_id=employee.opd_id) | Q(pk=employee.unit_id))
        posts = Position.objects.filter(
            Q(opd_id=employee.opd_id) | Q(holders__opd_id=employee.opd_id) | Q(pk=employee.position_id)
        )
        self.fields["unit"].queryset = units.order_by("path")
        self.fields["position"].queryset = posts.distinct().order_by("title")
        self.fields["rank"].queryset = Rank.objects.order_by("family", "order")
        if employee.supervisor:
            self.fields["supervisor_nip"].initial = employee.supervisor.nip

    def clean_supervisor_nip(self) -> str:
        text = self.cleaned_data["supervisor_nip"]
        self.supervisor = None
        if text:
            self.supervisor = queries.find_employee(queries.employees_for(self.user), text)
            if self.supervisor is None:
                raise forms.ValidationError(
                    _("Tidak ada pegawai dengan NIP itu di lingkup Anda. Periksa 18 angkanya pada SK.")
                )
        return text

    def values(self) -> dict[str, Any]:
        """What ``change_employee`` takes."""
        return {**{name: self.cleaned_data[name] for name in self.Meta.fields}, "supervisor": self.supervisor}


class RoleForm(forms.Form):
    """A role for an account."""

    account = forms.CharField(
        label=_("NIP atau e-mail pemegang peran"),
        max_length=150,
        help_text=_("Pemegang peran harus sudah mempunyai akun."),
    )
    kind = forms.ChoiceField(label=_("Peran"), choices=[("", "—"), *RoleKind.choices])
    opd = forms.ModelChoiceField(
        label=_("OPD"),
        queryset=Opd.objects.none(),
        required=False,
        empty_label=_("Seluruh pemerintah daerah"),
        help_text=_("Wajib untuk kepala OPD dan pengelola kepegawaian."),
    )
    valid_from = forms.DateField(label=_("Mulai"), widget=Day())
    valid_until = forms.DateField(
        label=_("Sampai"), widget=Day(), required=False, help_text=_("Kosongkan bila tanpa batas.")
    )
    reason = forms.CharField(label=_("Dasar (nomor SK atau alasan)"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = Opd.objects.order_by("path")
        self.fields["valid_from"].initial = timezone.localdate

    def clean_account(self) -> str:
        self.holder = queries.user_named(self.cleaned_data["account"])
        if self.holder is None:
            raise forms.ValidationError(_("Tidak ada akun dengan NIP atau e-mail itu. Buat akunnya dahulu."))
        return self.cleaned_data["account"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Tanggal berakhir tidak boleh sebelum tanggal mulai."))
        return cleaned


class RoleEndForm(forms.Form):
    """The last day of a role, and why it ends."""

    last_day = forms.DateField(
        label=_("Hari terakhir berlaku"),
        widget=Day(),
        help_text=_("Pilih kemarin agar berhenti sekarang juga."),
    )
    reason = forms.CharField(label=_("Dasar (nomor SK atau alasan)"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_day"].initial = lambda: timezone.localdate() - datetime.timedelta(days=1)


class OpdForm(forms.Form):
    """A new name or place of a node of the tree."""

    name = forms.CharField(label=_("Nama"), max_length=200)
    short_name = forms.CharField(label=_("Singkatan"), max_length=60, required=False)
    parent = forms.ModelChoiceField(
        label=_("Induk"),
        queryset=Opd.objects.none(),
        required=False,
        empty_label=_("Tanpa induk (pemerintah daerah)"),
    )
    on = forms.DateField(label=_("Berlaku sejak"), widget=Day())
    legal_basis = forms.CharField(
        label=_("Dasar hukum"), max_length=200, help_text=_("Misalnya: Perwali Kendari Nomor 26 Tahun 2022.")
    )

    def __init__(self, *args: Any, opd: Opd, **options: Any) -> None:
        options.setdefault(
            "initial",
            {
                "name": opd.name,
                "short_name": opd.short_name,
                "parent": opd.parent_id,
                "on": timezone.localdate(),
            },
        )
        super().__init__(*args, **options)
        # A unit of people works under an office or a unit; schools and clinics have no units below them to offer.
        self.fields["parent"].queryset = Opd.objects.exclude(path__startswith=opd.path or "-").order_by(
            "path"
        )
