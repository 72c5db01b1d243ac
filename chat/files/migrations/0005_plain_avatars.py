from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0004_avatars'),
    ]

    operations = [
        migrations.AddField(
            model_name='avatar',
            name='plain',
            field=models.BinaryField(db_default=b'', default=b''),
        ),
    ]
