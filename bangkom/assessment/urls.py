"""Addresses of the room."""

from django.urls import path

from bangkom.assessment import views

app_name = "assessment"
urlpatterns = [
    path("", views.heat_map, name="heat-map"),
    path("saya/", views.my_gap, name="my-gap"),
    path("kota/", views.city_gap, name="city-gap"),
    path("opd/<int:pk>/", views.office_gap, name="office-gap"),
    path("pegawai/", views.people_list, name="people-list"),
    path("pegawai/<int:pk>/", views.employee_gap, name="employee-gap"),
    path("pegawai/<int:pk>/jabatan/", views.employee_posts, name="employee-posts"),
    path("pegawai/<int:pk>/hasil/", views.evidence_add, name="evidence-add"),
    path("hasil/<int:pk>/perbaiki/", views.evidence_correct, name="evidence-correct"),
    path("hasil/<int:pk>/tarik/", views.evidence_withdraw, name="evidence-withdraw"),
    path("hasil/impor/", views.result_import, name="result-import"),
    path("kompetensi/<int:pk>/", views.gap_list, name="gap-list"),
    path("jabatan/<int:pk>/", views.position_people, name="position-people"),
    path("standar/<int:pk>/", views.standard_impact, name="standard-impact"),
    path("hitung-ulang/", views.recompute, name="recompute"),
]
