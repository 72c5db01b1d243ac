from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0009_renderer'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='action',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
