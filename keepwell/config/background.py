"""A background worker as a process: by itself, or as a child of `keepwell run`."""

import signal
import sys
from datetime import timedelta
from types import FrameType

import django

from keepwell.config import environment as env


def work(patience: float = 5) -> None:
    """Work until TERM or INT."""
    from keepwell.config.worker import Worker

    seconds = env.whole_number("KEEPWELL_LEASE", 60, least=2, most=3600)
    worker = Worker(timedelta(seconds=seconds))

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.work(patience)


if __name__ == "__main__":
    from keepwell.config.lifeline import hold_lifeline

    hold_lifeline()
    django.setup()
    work()
    sys.stdout.flush()
