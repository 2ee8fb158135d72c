"""Addresses of the pages above all rooms."""

from django.urls import path

from bangkom.portal.views import home, leadership, offices, operations, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("belajar/", home.learn, name="learn"),
    path("orang/<int:pk>/", home.person, name="person"),
    path("tim/", offices.team, name="team"),
    path("pimpinan/", leadership.leadership, name="leadership"),
    path("cari/", search.search, name="search"),
    path("jejak-audit/", operations.audit_list, name="audit-list"),
    path("semua-pekerjaan/", operations.job_list, name="job-list"),
]
