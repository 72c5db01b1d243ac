import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0003_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Avatar',
            fields=[
                ('person', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sha256', models.CharField(max_length=64)),
                ('picture', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['sha256'], name='avatars_by_content')],
            },
        ),
    ]
