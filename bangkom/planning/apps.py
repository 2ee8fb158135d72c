from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "bangkom.planning"

    def ready(self) -> None:
        from bangkom.catalogue import queries as catalogue
        from bangkom.foundation import menu
        from bangkom.planning import jobs, queries, receivers, rules  # noqa: F401 - jobs registers its kind

        catalogue.offer_funds(queries.fund_codes)
        catalogue.add_programme_facts(receivers.facts_of_programme)
        menu.register(
            menu.Entry(
                "planning:desk", _("Meja Rencana"), icon="scale", rule=rules.sees_the_desk, group=menu.PLAN,
                order=10, under=("/rencana/",),
            ),
            menu.Entry(
                "planning:seat-list", _("Rencana unit"), icon="calendar-event", rule=rules.sees_only_rows,
                group=menu.TEAM, order=40, under=("/rencana/",),
            ),
        )  # fmt: skip
