from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "apps.exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from apps.exports.job import ExportJob
        from apps.jobs import kinds
        from apps.projects import cards
        from apps.tenants.models import Role

        kinds.register(ExportJob())
        cards.register(cards.Card(_("Exports"), "exports:card", Role.REVIEWER))
