from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "bangkom.assessment"

    def ready(self) -> None:
        from bangkom.assessment import jobs, queries, receivers, rules  # noqa: F401  # jobs register themselves
        from bangkom.foundation import events, menu
        from bangkom.people import queries as people
        from bangkom.people.events import EmployeesChanged
        from bangkom.people.services import add_summary
        from bangkom.standards.events import RequirementsChanged

        events.subscribe(RequirementsChanged, receivers.on_requirements_changed)
        events.subscribe(EmployeesChanged, receivers.on_employees_changed)
        for label in ("assessment.LevelEstimate", "assessment.EmployeeGap"):
            add_summary(label)
        people.add_person_link(
            people.PersonLink(
                "assessment:employee-posts", _("Jabatan yang cocok"), "arrows-exchange", rules.sees_gaps
            )
        )
        menu.register(
            menu.Entry(
                "assessment:heat-map",
                _("Peta kesenjangan"),
                icon="chart-grid-dots",
                rule=rules.sees_gaps,
                group=menu.TEAM,
                order=35,
                under=("/kesenjangan/",),
            ),
            menu.Entry(
                "assessment:result-import",
                _("Impor hasil penilaian"),
                icon="file-import",
                rule=rules.may_import_results,
                group=menu.STANDARDS,
                order=40,
            ),
        )
