import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("registration", "0002_members_invite"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sitesettings",
            name="registration",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "as CHAT_REGISTRATION says"),
                    ("open", "everybody"),
                    ("invitation", "who has an invite link"),
                    ("approval", "whom staff accept"),
                    ("closed", "nobody"),
                ],
                default="",
                max_length=10,
                verbose_name="who may make an account",
            ),
        ),
        migrations.CreateModel(
            name="Applicant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30)),
                ("key", models.CharField(max_length=120)),
                ("skeleton", models.CharField(editable=False, max_length=300, null=True)),
                ("password", models.CharField(max_length=128)),
                ("address", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="since")),
                ("refused", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("guest", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refused", False)), fields=("key",), name="one_applicant_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refused", False)), fields=("skeleton",), name="one_applicant_looks"
            ),
        ),
    ]
