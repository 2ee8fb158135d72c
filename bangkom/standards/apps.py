from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "bangkom.standards"

    def ready(self) -> None:
        from bangkom.foundation import menu
        from bangkom.standards import rules

        menu.register(
            menu.Entry(
                "standards:competency-list",
                _("Kamus kompetensi"),
                icon="book",
                rule=rules.can_see_standards,
                group=menu.STANDARDS,
                order=10,
            ),
            menu.Entry(
                "standards:standard-list",
                _("Standar jabatan"),
                icon="list-check",
                rule=rules.can_see_standards,
                group=menu.STANDARDS,
                order=20,
            ),
        )
