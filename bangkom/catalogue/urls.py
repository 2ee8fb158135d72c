"""Addresses of the catalogue."""

from django.urls import path

from bangkom.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.programme_list, name="programme-list"),
    path("tambah/", views.programme_add, name="programme-add"),
    path("<int:pk>/", views.programme_show, name="programme-show"),
    path("<int:pk>/ubah/", views.programme_edit, name="programme-edit"),
]
