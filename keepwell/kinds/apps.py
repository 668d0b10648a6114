from django.apps import AppConfig


class KindsConfig(AppConfig):
    name = "keepwell.kinds"
    default_auto_field = "django.db.models.BigAutoField"
