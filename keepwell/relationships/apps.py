from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "keepwell.relationships"
    default_auto_field = "django.db.models.BigAutoField"
