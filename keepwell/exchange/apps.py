from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "keepwell.exchange"
    default_auto_field = "django.db.models.BigAutoField"
