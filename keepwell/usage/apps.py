from django.apps import AppConfig


class UsageConfig(AppConfig):
    name = "keepwell.usage"
    default_auto_field = "django.db.models.BigAutoField"
