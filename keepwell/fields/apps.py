from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "keepwell.fields"
    default_auto_field = "django.db.models.BigAutoField"
