from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "bangkom.catalogue"

    def ready(self) -> None:
        from bangkom.catalogue import rules
        from bangkom.foundation import menu

        menu.register(
            menu.Entry(
                "catalogue:programme-list",
                _("Katalog program"),
                icon="books",
                rule=rules.sees_catalogue,
                group=menu.PLAN,
                order=30,
            )
        )
