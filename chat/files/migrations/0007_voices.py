from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0006_logo'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='seconds',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='file',
            name='wave',
            field=models.BinaryField(db_default=b'', default=b''),
        ),
    ]
