"""Addresses of the plumbing."""

from django.urls import path

from bangkom.foundation import gallery, views

app_name = "foundation"
urlpatterns = [
    path("galeri/", gallery.gallery, name="gallery"),
    path("pekerjaan/<int:pk>/", views.job_show, name="job"),
    path("pekerjaan/<int:pk>/batal/", views.job_cancel, name="job-cancel"),
]
