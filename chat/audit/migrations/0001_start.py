"""The triggers are of tables that are new: the version before knows nothing of them.
A later migration that changes ``audited_record`` on SQLite has to make them anew: there
Django changes a table by making another one.
"""

import django.utils.timezone
from django.db import migrations, models

from chat.updates.operations import OnVendor

REFUSAL = "The audit log is only added to."
_CLEARED = "EXISTS (SELECT 1 FROM audited_clearing)"
SQLITE = [
    f"""CREATE TRIGGER audited_only_added_{what.lower()} BEFORE {what} ON audited_record
    WHEN NOT {_CLEARED} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for what in ("UPDATE", "DELETE")
]
NOT_SQLITE = [
    "DROP TRIGGER audited_only_added_update",
    "DROP TRIGGER audited_only_added_delete",
]
POSTGRESQL = [
    f"""CREATE FUNCTION audited_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT {_CLEARED} THEN
            RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER audited_only_added BEFORE UPDATE OR DELETE ON audited_record
    FOR EACH ROW EXECUTE FUNCTION audited_only_added()""",
]
NOT_POSTGRESQL = [
    "DROP TRIGGER audited_only_added ON audited_record",
    "DROP FUNCTION audited_only_added",
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Clearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('event', models.CharField(max_length=101)),
                ('who', models.CharField(blank=True, default='', max_length=101)),
                ('who_key', models.CharField(blank=True, default='', max_length=120)),
                ('who_number', models.PositiveBigIntegerField(null=True)),
                ('whom', models.CharField(blank=True, default='', max_length=101)),
                ('whom_key', models.CharField(blank=True, default='', max_length=120)),
                ('whom_number', models.PositiveBigIntegerField(null=True)),
                ('room', models.CharField(blank=True, default='', max_length=101)),
                ('door', models.CharField(blank=True, default='', max_length=101)),
                ('address', models.CharField(blank=True, default='', max_length=101)),
                ('words', models.TextField(blank=True, default='')),
                ('times', models.PositiveIntegerField(default=1)),
            ],
            options={
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['at'], name='audited_at'), models.Index(fields=['event', 'at'], name='audited_event'), models.Index(fields=['who_key', 'at'], name='audited_who_key'), models.Index(fields=['who_number', 'at'], name='audited_who'), models.Index(fields=['whom_key', 'at'], name='audited_whom_key'), models.Index(fields=['whom_number', 'at'], name='audited_whom'), models.Index(fields=['room', 'at'], name='audited_room'), models.Index(fields=['address', 'at'], name='audited_address')],
            },
        ),
        OnVendor("sqlite", SQLITE, NOT_SQLITE),
        OnVendor("postgresql", POSTGRESQL, NOT_POSTGRESQL),
    ]
