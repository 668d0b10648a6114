"""`keepwell run`: the web server and, on the embedded database, one worker, kept running."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from keepwell.config.command_line import enter_the_house
from keepwell.config.fingerprint import nothing_changed, remember_this_start
from keepwell.kernel.refusal import Refused

STOP_WITHIN = 9.5  # seconds; then what is left is killed
SHORTEST_LIFE = 3.0  # seconds; a web server that ends sooner will not do better next time


@dataclass
class Child:
    """A process that `keepwell run` keeps alive."""

    module: str
    arguments: tuple[str, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0
    deaths: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that only we decide when it stops."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "keepwell.config.settings"},
        )

    @property
    def is_dead(self) -> bool:
        """Whether it ended although nobody asked."""
        return self.process is not None and self.process.poll() is not None

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started_at

    def ask_to_stop(self) -> None:
        """Let it end in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Give it this long to end."""
        with suppress(subprocess.TimeoutExpired):
            if self.process is not None:
                self.process.wait(seconds)

    def end(self) -> None:
        """End it and all it started, and wait until they are gone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def refuse_a_taken_port(host: str, port: int) -> None:
    """Refuse with a sentence when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as knock:
        knock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            knock.bind((host, port))
        except OSError as fault:
            enter_the_house()
            from django.utils.translation import gettext as _

            raise Refused(
                _("Keepwell cannot listen on %(host)s:%(port)s: %(reason)s. Set another PORT.")
                % {"host": host, "port": port, "reason": os.strerror(fault.errno or 0)}
            ) from fault


def answers_at(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.2):
            return True
    except OSError:
        return False


@dataclass
class House:
    """What runs until someone says stop: the web server first, then the worker."""

    web: Child
    prepare: Callable[[], None]
    answers: Callable[[], bool]
    greet: Callable[[], None]
    others: list[Child] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """The answer to TERM, INT and HUP."""
        self.stopping.set()

    def run(self) -> int:
        """Start, and keep running until told to stop; 1 when the server will not start.

        When nothing changed since the last start, the web server wakes while we still look.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            if nothing_changed():
                self.web.start()
            self.prepare()
            if self.web.process is None:
                self.web.start()
            while not self.stopping.wait(0.05) and not self.answers():
                if not self._kept_alive(self.web):
                    return 1
            if not self.stopping.is_set():
                self._settle()
            return self._keep()
        finally:
            self._end()

    def _settle(self) -> None:
        self.greet()
        remember_this_start()
        for child in self.others:
            child.start()

    def _keep(self) -> int:
        while not self.stopping.wait(0.5):
            if not all(self._kept_alive(child) for child in (self.web, *self.others)):
                return 1
        return 0

    def _kept_alive(self, child: Child) -> bool:
        if not child.is_dead:
            return True
        assert child.process is not None
        child.end()
        _free_jobs_of(child.process.pid)
        child.deaths = child.deaths + 1 if child.age < SHORTEST_LIFE else 1
        if child.deaths > 3:
            return False
        self.stopping.wait(min(child.deaths, 3) - 1)
        child.start()
        return True

    def _end(self) -> None:
        until = time.monotonic() + STOP_WITHIN
        for child in (self.web, *self.others):
            child.ask_to_stop()
        for child in (self.web, *self.others):
            child.wait(max(0.1, until - time.monotonic()))
            child.end()


def _free_jobs_of(pid: int) -> None:
    """A worker died: what it held is taken up by the next one at once."""
    from keepwell.config.commands import free_jobs_of
    from keepwell.config.worker import name_of_this_worker

    free_jobs_of([name_of_this_worker(pid)], were_lost=True)
