from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "apps.exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from apps.exports import services
        from apps.exports.job import ExportJob
        from apps.exports.models import Export
        from apps.jobs import kinds
        from apps.projects import cards
        from apps.tenants.models import Role

        post_delete.connect(services.follow_deletion, sender=Export, dispatch_uid="exports.follow_deletion")
        kinds.register(ExportJob())
        cards.register(cards.Card(_("Exports"), "exports:card", Role.REVIEWER))
