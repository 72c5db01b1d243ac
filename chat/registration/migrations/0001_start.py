from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="What people call the site; empty: as CHAT_SITE_NAME says.",
                        max_length=40,
                    ),
                ),
                (
                    "registration",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "as CHAT_REGISTRATION says"),
                            ("open", "everybody"),
                            ("invitation", "who has an invite link"),
                            ("closed", "nobody"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="who may make an account",
                    ),
                ),
                (
                    "start",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=64
                    ),
                ),
            ],
            options={
                "verbose_name": "site settings",
                "verbose_name_plural": "site settings",
            },
        ),
    ]
