from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='width',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='file',
            name='height',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='file',
            name='colour',
            field=models.CharField(blank=True, db_default='', default='', max_length=7),
        ),
    ]
