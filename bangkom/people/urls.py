"""Addresses of the room."""

from django.urls import path

from bangkom.people.views import accounts, employees, imports, opds, roles

app_name = "people"
urlpatterns = [
    path("", employees.employee_list, name="employee-list"),
    path("<int:pk>/", employees.employee_show, name="employee-show"),
    path("<int:pk>/ubah/", employees.employee_edit, name="employee-edit"),
    path("profil/", employees.profile, name="profile"),
    path("impor/", imports.import_list, name="import-list"),
    path("impor/<int:pk>/", imports.import_show, name="import-show"),
    path("impor/<int:pk>/kolom/", imports.import_columns, name="import-columns"),
    path("impor/<int:pk>/petakan/", imports.import_map, name="import-map"),
    path("impor/<int:pk>/setujui/", imports.import_confirm, name="import-confirm"),
    path("impor/<int:pk>/terapkan/", imports.import_apply, name="import-apply"),
    path("impor/<int:pk>/batalkan/", imports.import_undo, name="import-undo"),
    path("impor/<int:pk>/buang/", imports.import_discard, name="import-discard"),
    path("impor/<int:pk>/perbaikan/", imports.import_remedies, name="import-remedies"),
    path("opd/", opds.opd_tree, name="opd-tree"),
    path("opd/<int:pk>/", opds.opd_show, name="opd-show"),
    path("opd/<int:pk>/ubah/", opds.opd_edit, name="opd-edit"),
    path("peran/", roles.role_list, name="role-list"),
    path("peran/beri/", roles.role_give, name="role-give"),
    path("peran/<int:pk>/akhiri/", roles.role_end, name="role-end"),
    path("akun/", accounts.account_list, name="account-list"),
    path("akun/<int:pk>/", accounts.account, name="account"),
    path("bahasa/", accounts.language, name="language"),
]
