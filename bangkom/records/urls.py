"""Addresses of the room."""

from django.urls import path

from bangkom.records import views

app_name = "records"
urlpatterns = [
    path("", views.my_record, name="my-record"),
    path("<int:pk>/", views.employee_record, name="employee-record"),
    path("<int:pk>/tambah/", views.record_add, name="record-add"),
    path("kewajiban/", views.duty_list, name="duty-list"),
    path("kewajiban/opd/", views.duty_offices, name="duty-offices"),
]
