from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "bangkom.records"

    def ready(self) -> None:
        from bangkom.foundation import events, menu
        from bangkom.people.events import EmployeesChanged
        from bangkom.people.queries import PersonLink, add_person_link
        from bangkom.people.services import add_summary
        from bangkom.records import receivers, rules

        events.subscribe(EmployeesChanged, receivers.recount_changed)
        add_summary("records.YearlyJp")
        add_person_link(PersonLink("records:employee-record", _("Rekam jejak"), "certificate"))
        menu.register(
            menu.Entry(
                "records:my-record",
                _("Rekam Jejak"),
                icon="certificate",
                group=menu.DAY,
                order=30,
                bottom=True,
            ),
            menu.Entry(
                "records:duty-list",
                _("Kewajiban JP"),
                icon="hourglass",
                rule=rules.sees_duty,
                group=menu.TEAM,
                order=40,
            ),
        )
