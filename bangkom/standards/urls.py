"""Addresses of the room."""

from django.urls import path

from bangkom.standards import views

app_name = "standards"
urlpatterns = [
    path("kompetensi/", views.competency_list, name="competency-list"),
    path("kompetensi/<int:pk>/", views.competency_show, name="competency-show"),
    path("kamus/", views.framework_list, name="framework-list"),
    path("kamus/impor/", views.framework_import, name="framework-import"),
    path("kamus/<int:pk>/", views.framework_show, name="framework-show"),
    path("kamus/<int:pk>/pakai/", views.framework_use, name="framework-use"),
    path("kamus/<int:pk>/unduh/<slug:kind>/", views.framework_export, name="framework-export"),
    path("", views.standard_list, name="standard-list"),
    path("rancangan/", views.standard_draft, name="standard-draft"),
    path("<int:pk>/", views.standard_show, name="standard-show"),
    path("<int:pk>/ubah/", views.standard_edit, name="standard-edit"),
    path("<int:pk>/salin/", views.standard_copy, name="standard-copy"),
    path("<int:pk>/hapus/", views.standard_delete, name="standard-delete"),
    path("jabatan/", views.position_list, name="position-list"),
    path("jabatan/banding/", views.position_compare, name="position-compare"),
    path("jabatan/<int:pk>/", views.position_show, name="position-show"),
]
