"""Addresses of the room."""

app_name = "assessment"
urlpatterns: list = []
