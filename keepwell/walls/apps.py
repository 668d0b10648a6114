from django.apps import AppConfig


class WallsConfig(AppConfig):
    name = "keepwell.walls"
    default_auto_field = "django.db.models.BigAutoField"
