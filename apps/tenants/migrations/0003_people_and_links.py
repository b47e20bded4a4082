import django.db.models.deletion
from django.db import migrations, models

from apps.tenants.scope import current
from apps.tenants.walls import PerTenant, TenantReference

SUFFIX = " (imported)"


def name_imported(apps, schema_editor):
    """Members without a login came by an import so far, unless they hold a token, which makes them a program."""
    Membership, ApiToken = apps.get_model("tenants.Membership"), apps.get_model("tenants.ApiToken")
    programs = ApiToken.objects.filter(organization_id=current()).values("membership")
    rows = Membership.objects.filter(organization_id=current(), user=None).exclude(pk__in=programs)
    names = set()
    for row in rows.order_by("public_name"):  # "ann1" before "ann1 (imported)": imports took the former, if there was one
        name = row.public_name.removesuffix(SUFFIX)
        if name not in names:
            names.add(name)
            row.imported_name = name
            row.save(update_fields=["imported_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0002_idempotent_replies"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="imported_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=100, verbose_name="name in imports"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="linked_to",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenants.membership",
                verbose_name="linked to",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("imported_name", ""), _negated=True),
                fields=("organization", "imported_name"),
                name="membership_of_import",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="revoked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="taken back"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="imported",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tenants.membership",
                verbose_name="is",
            ),
        ),
        TenantReference("tenants.Membership", "linked_to"),
        TenantReference("tenants.Invitation", "imported"),
        PerTenant(name_imported, migrations.RunPython.noop),  # last: changed rows keep their table from being altered
    ]
