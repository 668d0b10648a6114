from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "keepwell.backups"
    default_auto_field = "django.db.models.BigAutoField"
