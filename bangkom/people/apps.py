from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "bangkom.people"

    def ready(self) -> None:
        from bangkom.foundation import menu
        from bangkom.people import jobs, queries, rules  # noqa: F401  # jobs register themselves

        queries.add_person_link(
            queries.PersonLink("people:employee-show", _("Data pegawai"), "id-badge-2", order=90)
        )
        menu.register(
            menu.Entry("people:profile", _("Profil"), icon="user", group=menu.DAY, order=40, bottom=True),
            menu.Entry(
                "people:employee-list",
                _("Pegawai"),
                icon="users",
                rule=rules.sees_an_office,
                group=menu.TEAM,
                order=20,
            ),
            menu.Entry(
                "people:import-list",
                _("Impor pegawai"),
                icon="file-import",
                rule=rules.may_import_people,
                group=menu.ADMINISTRATION,
                order=5,
                under=("/pegawai/impor/",),
            ),
            menu.Entry("people:opd-tree", _("Susunan OPD"), icon="sitemap", group=menu.TEAM, order=30),
            menu.Entry(
                "people:account-list",
                _("Akun pegawai"),
                icon="key",
                rule=rules.may_make_accounts,
                group=menu.ADMINISTRATION,
                order=20,
            ),
            menu.Entry(
                "people:role-list",
                _("Peran"),
                icon="user-check",
                rule=rules.is_operator,
                group=menu.ADMINISTRATION,
                order=10,
            ),
        )
