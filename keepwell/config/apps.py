from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "keepwell.config"

    def ready(self) -> None:
        from keepwell.config.wiring import WIRING
        from keepwell.config.worker import leave_in_queue
        from keepwell.fields.queries.known import known_definitions
        from keepwell.fields.rules.definitions import know_definitions
        from keepwell.journal.commands import write_lines
        from keepwell.kernel.later import keep_queue
        from keepwell.kernel.news import connect
        from keepwell.kernel.record import keep_book

        keep_book(write_lines)
        keep_queue(leave_in_queue)
        know_definitions(known_definitions)
        connect(WIRING)
