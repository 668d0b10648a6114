from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "keepwell.config"

    def ready(self) -> None:
        from keepwell.config.wiring import WIRING
        from keepwell.journal.commands import write_lines
        from keepwell.kernel.news import connect
        from keepwell.kernel.record import keep_book

        keep_book(write_lines)
        connect(WIRING)
