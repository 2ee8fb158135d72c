"""Addresses of the plumbing."""

from django.urls import path

from bangkom.foundation import views

app_name = "foundation"
urlpatterns = [
    path("pekerjaan/<int:pk>/", views.job_show, name="job"),
    path("pekerjaan/<int:pk>/batal/", views.job_cancel, name="job-cancel"),
]
