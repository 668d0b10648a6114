"""A child of `keepwell run` ends when its parent does, however the parent ended."""

import os
import signal
import sys
import threading


def hold_lifeline() -> None:
    """Stop this process when the pipe on standard input closes: then the parent is gone."""

    def watch() -> None:
        while os.read(stdin, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    stdin = sys.stdin.fileno()
    threading.Thread(target=watch, daemon=True, name="lifeline").start()
