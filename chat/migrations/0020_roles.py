"""Roles in rooms, how one speaks in them, and what has happened there.

Who has made a room owns it: of its members the one who came first. The version before
bears that: it knows of no role, and reads none.
"""

import datetime
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def make_owners(apps: Any, schema_editor: Any) -> None:
    room = models.OuterRef("pk")
    members = apps.get_model("chat", "Membership").objects
    first = members.filter(conversation=room).order_by("joined", "pk").values("pk")[:1]
    rooms = apps.get_model("chat", "Conversation").objects.filter(kind="room")
    made = rooms.exclude(name="lobby").annotate(first=models.Subquery(first))
    members.filter(pk__in=made.values("first")).update(role="owner")


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0019_people_in_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='happened_last',
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='archived',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='description',
            field=models.CharField(blank=True, db_default='', default='', max_length=1000),
        ),
        migrations.AddField(
            model_name='conversation',
            name='locked',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='slow',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='speakers',
            field=models.CharField(choices=[('member', 'member'), ('voice', 'voice'), ('moderator', 'moderator')], db_default='member', default='member', editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='conversation',
            name='unlisted',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('member', 'member'), ('voice', 'voice'), ('moderator', 'moderator'), ('owner', 'owner')], db_default='member', default='member', editable=False, max_length=9),
        ),
        migrations.AlterField(
            model_name='allowance',
            name='kind',
            field=models.CharField(max_length=30),
        ),
        migrations.CreateModel(
            name='FormerRoom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=30)),
                ('until', models.DateTimeField(default=django.utils.timezone.now)),
                ('conversation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='chat.conversation')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['key', 'until'], name='former_room')],
            },
        ),
        migrations.CreateModel(
            name='Happening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(max_length=12)),
                ('facts', models.TextField(default='{}')),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='happenings', to='chat.conversation')),
                ('whom', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('conversation', 'seq'), name='one_happening')],
            },
        ),
        migrations.CreateModel(
            name='PutOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whom', models.CharField(max_length=30)),
                ('banned', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('until', models.DateTimeField(db_index=True, default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('network', models.CharField(blank=True, default='', max_length=64)),
                ('browser', models.CharField(blank=True, default='', max_length=32)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='put_out', to='chat.conversation')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('conversation', 'person'), name='one_put_out')],
            },
        ),
        migrations.RunPython(make_owners, migrations.RunPython.noop),
    ]
