"""Addresses of the room."""

app_name = "planning"
urlpatterns: list = []
