from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0004_staff_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="previews",
            field=models.CharField(
                blank=True,
                choices=[("", "as CHAT_PREVIEWS says"), ("on", "yes"), ("off", "no")],
                db_default="",
                default="",
                help_text="The site looks there; no address of a network of its own.",
                max_length=3,
                verbose_name="whether messages in rooms show where links lead",
            ),
        ),
    ]
