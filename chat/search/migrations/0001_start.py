"""The index is made of what is there already, and only of tables that are new: the
version before knows nothing of it. What that one stores beside is put in later, by
``chat.search.mending``. A later migration that changes ``search_entry`` on SQLite has
to make the triggers anew: there Django changes a table by making another one.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import chat.search.models
from chat.search import postgres, sqlite
from chat.updates.operations import OnVendor


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('chat', '0014_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='Index',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('began', models.DateTimeField(default=django.utils.timezone.now)),
                ('whole', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('words', chat.search.models.Words()),
                ('conversation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chat.conversation')),
                ('message', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chat.message')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        OnVendor("sqlite", sqlite.MAKE, sqlite.DROP),
        OnVendor("postgresql", postgres.MAKE, postgres.DROP),
    ]
