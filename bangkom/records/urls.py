"""Addresses of the room."""

app_name = "records"
urlpatterns: list = []
