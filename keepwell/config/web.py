"""The web server as a child of `keepwell run`: `python -m keepwell.config.web HOST PORT N`."""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from keepwell.config.lifeline import hold_lifeline

THREADS = 4
KILL_AFTER = 8  # seconds; without it a stop during a reload hung for ever


def serve(host: str, port: int, workers: int) -> None:
    """Serve pages until told to stop; a worker that dies is started again."""
    Granian(
        "keepwell.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    hold_lifeline()
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
