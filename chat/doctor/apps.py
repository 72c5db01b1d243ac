from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "chat.doctor"
    label = "doctor"
