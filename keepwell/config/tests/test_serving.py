"""`keepwell run` starts what is needed, keeps it alive and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
KEEPWELL = [sys.executable, "-m", "keepwell.config.command_line"]


def free_port():
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        return knock.getsockname()[1]


def status_of(port, path="/"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as page:
            return page.status
    except urllib.error.HTTPError as page:
        return page.code
    except OSError:
        return None


def wait_for(happened, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.1)
    return False


def processes_of(home):
    """Every process that was started with this home."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            environment = (place / "environ").read_bytes()
            words = (place / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"KEEPWELL_HOME={home}".encode() in environment.split(b"\0"):
            found[int(place.name)] = b" ".join(words).decode()
    return found


@pytest.fixture
def house(tmp_path):
    """A house with an empty home, started."""
    port = free_port()
    environment = {**os.environ, "KEEPWELL_HOME": str(tmp_path), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = subprocess.Popen(
        [*KEEPWELL, "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        if not wait_for(lambda: status_of(port) is not None or run.poll() is not None):
            pytest.fail("no page came")
        assert run.poll() is None, run.stdout.read().decode()
        yield run, port, tmp_path
    finally:
        for pid in processes_of(tmp_path):
            os.kill(pid, signal.SIGKILL)
        run.wait()
        run.stdout.close()


def test_term_stops_everything_within_ten_seconds(house):
    run, port, home = house
    assert status_of(port) is not None
    assert wait_for(lambda: any("background" in words for words in processes_of(home).values()))
    began = time.monotonic()
    run.terminate()
    assert run.wait(10) == 0
    assert time.monotonic() - began < 10
    assert processes_of(home) == {}


def test_a_killed_worker_is_started_again(house):
    _, port, home = house

    def workers():
        return {pid for pid, words in processes_of(home).items() if "background" in words}

    assert wait_for(workers)
    (first,) = workers()
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: workers() and first not in workers())
    assert status_of(port) is not None


def test_nothing_outlives_a_killed_house(house):
    run, _, home = house
    run.kill()
    assert wait_for(lambda: not processes_of(home), 15), processes_of(home)


def test_a_taken_port_is_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        environment = {**os.environ, "KEEPWELL_HOME": str(tmp_path), "PORT": port}
        environment.pop("DATABASE_URL", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        run = subprocess.run(
            [*KEEPWELL, "run"], env=environment, capture_output=True, text=True, check=False
        )
    assert run.returncode == 1
    assert port in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("KEEPWELL_LANGUAGE", "klingon"), ("DATABASE_URL", "mysql://x/y")],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path, name, value):
    environment = {**os.environ, "KEEPWELL_HOME": str(tmp_path), name: value}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = subprocess.run(
        [*KEEPWELL, "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.startswith(name)
    assert "Traceback" not in run.stderr
