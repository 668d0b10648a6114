from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "keepwell.config"

    def ready(self) -> None:
        from keepwell.config.wiring import WIRING
        from keepwell.config.worker import leave_in_queue
        from keepwell.desk.queries.saved_views import is_named_in_a_view
        from keepwell.fields.queries.known import known_definitions
        from keepwell.fields.queries.uses import know_where_fields_are_named
        from keepwell.fields.rules.definitions import know_definitions
        from keepwell.journal.commands import write_lines
        from keepwell.kernel.later import keep_queue
        from keepwell.kernel.news import connect
        from keepwell.kernel.record import keep_book

        keep_book(write_lines)
        keep_queue(leave_in_queue)
        know_definitions(known_definitions)
        know_where_fields_are_named(is_named_in_a_view)
        connect(WIRING)
