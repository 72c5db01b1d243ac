from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "chat.moving"
    label = "moving"

    def ready(self) -> None:
        from chat.moving import progress
        from chat.site import OBSTACLES

        OBSTACLES.append(progress.obstacle)
