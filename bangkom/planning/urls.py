"""Addresses of planning."""

from django.urls import path

from bangkom.planning.views import desk, export, lists, money, person, pins, scenarios, trials

app_name = "planning"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("tahun/tambah/", desk.year_add, name="year-add"),
    path("simulasi/", desk.budget_point, name="budget-point"),
    path("angkatan/", lists.batch_list, name="batch-list"),
    path("kursi/", lists.seat_list, name="seat-list"),
    path("ditunda/", lists.postponed_list, name="postponed"),
    path("pemerataan/", lists.fairness, name="fairness"),
    path("pagu/", money.ceilings, name="ceilings"),
    path("skenario/", scenarios.scenario_list, name="scenario-list"),
    path("skenario/banding/", scenarios.scenario_compare, name="scenario-compare"),
    path("skenario/<int:pk>/salin/", scenarios.scenario_copy, name="scenario-copy"),
    path("skenario/<int:pk>/nama/", scenarios.scenario_rename, name="scenario-rename"),
    path("skenario/<int:pk>/aturan/", scenarios.scenario_rules, name="scenario-rules"),
    path("skenario/<int:pk>/aktifkan/", scenarios.scenario_activate, name="scenario-activate"),
    path("skenario/<int:pk>/hapus/", scenarios.scenario_delete, name="scenario-delete"),
    path("skenario/<int:pk>/hitung/", desk.compute, name="compute"),
    path("skenario/<int:pk>/uji/", desk.examine, name="examine"),
    path("skenario/<int:pk>/coba/", trials.trial_start, name="trial-start"),
    path("percobaan/<int:pk>/", trials.trial_show, name="trial-show"),
    path("percobaan/<int:pk>/hentikan/", trials.trial_stop, name="trial-stop"),
    path("percobaan/<int:pk>/simpan/", trials.trial_keep, name="trial-keep"),
    path("percobaan/<int:pk>/buang/", trials.trial_discard, name="trial-discard"),
    path("penetapan/", pins.pin_list, name="pin-list"),
    path("penetapan/tambah/", pins.pin_add, name="pin-add"),
    path("penetapan/<int:pk>/cabut/", pins.pin_remove, name="pin-remove"),
    path("unduh/", export.workbook, name="workbook"),
    path("pegawai/<int:pk>/", person.person, name="employee-plan"),
]
