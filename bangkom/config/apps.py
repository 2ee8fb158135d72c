from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "bangkom.config"
    label = "config"
