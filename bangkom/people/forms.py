"""Forms of people: shape of input only; what is allowed is decided by rules and services."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bangkom.foundation.fields import field_of
from bangkom.foundation.tabular import Limits
from bangkom.people import queries
from bangkom.people.enums import RoleKind
from bangkom.people.importing import FIELD_LABELS
from bangkom.people.models import Employee, Opd, Position, Rank


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

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        employee = self.instance
        self.user = user
        units = Opd.objects.filter(Q(office_id=employee.opd_id) | Q(pk=employee.unit_id))
        posts = Position.objects.filter(
            Q(opd_id=employee.opd_id) | Q(holders__opd_id=employee.opd_id) | Q(pk=employee.position_id)
        )
        field_of(self, "unit").queryset = units.order_by("path")
        field_of(self, "position").queryset = posts.distinct().order_by("title")
        field_of(self, "rank").queryset = Rank.objects.order_by("family", "order")
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
        field_of(self, "opd").queryset = Opd.objects.order_by("path")
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
        above = Opd.objects.exclude(path__startswith=opd.path or "-")
        field_of(self, "parent").queryset = above.order_by("path")


class ImportFileForm(forms.Form):
    """A personnel file."""

    file = forms.FileField(
        label=_("Berkas kepegawaian"),
        help_text=_("XLSX, XLS, atau CSV, paling besar 40 MB. NIK, alamat, dan nomor telepon tidak diambil."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.xlsb,.ods,.htm,.html,.txt"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read into memory."""
        upload = self.cleaned_data["file"]
        most = Limits().bytes
        if upload.size > most:
            values = {"size": upload.size // 2**20, "most": most // 2**20}
            raise forms.ValidationError(
                _(
                    "Ukuran berkas %(size)d MB, paling besar %(most)d MB. Bagi berkas per OPD, lalu unggah satu per satu."
                ),
                params=values,
            )
        return upload


class MappingForm(forms.Form):
    """What each column of a personnel file is taken for: one select per column."""

    def __init__(self, *args: Any, run: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.columns = [one for one in run.mapping.get("columns", []) if one["use"] != "refuse"]
        self.refused = [one for one in run.mapping.get("columns", []) if one["use"] == "refuse"]
        self.choices = [("", _("– tidak diambil –")), *FIELD_LABELS.items()]
        for one in self.columns:
            self.fields[one["letter"]] = forms.ChoiceField(
                label=one["title"] or one["letter"],
                choices=self.choices,
                required=False,
                initial=one["field"],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for letter, name in list(cleaned.items()):
            if name and name in taken:
                values = {"field": FIELD_LABELS[name], "one": taken[name], "other": letter}
                message = _("%(field)s dipilih untuk kolom %(one)s dan %(other)s. Pilih salah satu.")
                self.add_error(letter, message % values)
            elif name:
                taken[name] = letter
        if not self.errors and not {"name", "nip"} & taken.keys():
            self.add_error(
                None, _("Pilih kolom untuk NIP atau nama; tanpa itu pegawainya tidak dapat dikenali.")
            )
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Column letter -> field, as the services take it."""
        return {letter: name for letter, name in self.cleaned_data.items() if name}

    def rows(self) -> SafeString:
        """The body of the table of columns, joined as text: sixty selects through templates would cost 300 ms."""
        return mark_safe("".join([*map(self._row, self.columns), *map(self._refused_row, self.refused)]))  # noqa: S308

    def _row(self, one: dict[str, Any]) -> str:
        letter, chosen = one["letter"], self[one["letter"]].value() or ""
        options = "".join(
            f'<option value="{escape(name)}"{" selected" if name == chosen else ""}>{escape(label)}</option>'
            for name, label in self.choices
        )
        label = escape(_("Kolom %(letter)s, %(title)s") % {"letter": letter, "title": one["title"]})
        wrong = "".join(
            f'<span class="bk-error">{escape(error)}</span>' for error in self.errors.get(letter, ())
        )
        sure = f"{one['confidence']:.0%}" if one["field"] else ""
        select = f'<select name="{escape(letter)}" aria-label="{label}">{options}</select>{wrong}'
        examples = "; ".join(one["examples"])
        return self._cells(letter, one["title"], examples, select, sure)

    def _refused_row(self, one: dict[str, Any]) -> str:
        return self._cells(one["letter"], one["title"], "", escape(_("Data pribadi: tidak diambil")), "")

    @staticmethod
    def _cells(letter: str, title: str, examples: str, choice: str, sure: str) -> str:
        titles = (_("Kolom"), _("Judul di berkas"), _("Contoh isi"), _("Diambil sebagai"), _("Keyakinan"))
        cells = (escape(letter), escape(title), escape(examples), choice, escape(sure))
        choose = ' class="bk-choose"'
        return "<tr>" + "".join(
            f'<td data-label="{escape(head)}"{choose if cell is choice else ""}>{cell}</td>'
            for head, cell in zip(titles, cells, strict=True)
        ) + "</tr>"  # fmt: skip
