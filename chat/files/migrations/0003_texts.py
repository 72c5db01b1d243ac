from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='text',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='file',
            name='excerpt',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
    ]
