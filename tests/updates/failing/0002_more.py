from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("updates", "0001_steps"), ("chat", "0012_renames")]
    operations = [
        migrations.AddField(
            model_name="step",
            name="more",
            field=models.CharField(max_length=10, db_default="much"),
        )
    ]
