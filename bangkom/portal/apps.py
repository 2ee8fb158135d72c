from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "bangkom.portal"

    def ready(self) -> None:
        from bangkom.foundation import menu
        from bangkom.portal import facets, rules

        facets.register()
        menu.register(
            menu.Entry("portal:home", _("Beranda"), icon="home", group=menu.DAY, order=10, bottom=True),
            menu.Entry("portal:learn", _("Belajar"), icon="book-2", group=menu.DAY, order=20, bottom=True),
            menu.Entry("portal:search", _("Cari"), icon="search", group=menu.DAY, order=50),
            menu.Entry(
                "portal:team",
                _("Tim"),
                icon="users-group",
                rule=rules.leads_or_serves_an_office,
                group=menu.TEAM,
                order=10,
            ),
            menu.Entry(
                "portal:leadership",
                _("Pimpinan"),
                icon="layout-dashboard",
                rule=rules.sees_leadership,
                group=menu.REPORTS,
                order=10,
            ),
            menu.Entry(
                "portal:audit-list",
                _("Jejak audit"),
                icon="fingerprint",
                rule=rules.reads_audit,
                group=menu.ADMINISTRATION,
                order=60,
            ),
            menu.Entry(
                "portal:job-list",
                _("Pekerjaan"),
                icon="activity",
                rule=rules.watches_operation,
                group=menu.ADMINISTRATION,
                order=70,
            ),
        )
