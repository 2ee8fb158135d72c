"""Addresses of the room."""

from django.urls import path

from bangkom.people.views import accounts, employees, opds, roles

app_name = "people"
urlpatterns = [
    path("", employees.employee_list, name="employee-list"),
    path("<int:pk>/", employees.employee_show, name="employee-show"),
    path("<int:pk>/ubah/", employees.employee_edit, name="employee-edit"),
    path("profil/", employees.profile, name="profile"),
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
