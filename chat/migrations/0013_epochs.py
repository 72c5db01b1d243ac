from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0012_renames")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="epoch",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
