from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0017_people_by_fold")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="level",
            field=models.CharField(
                choices=[
                    ("all", "all"),
                    ("mentions", "mentions"),
                    ("nothing", "nothing"),
                ],
                db_default="all",
                default="all",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="unlisted",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="receipts",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
    ]
