from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "bangkom.standards"
