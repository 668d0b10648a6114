"""Kill -9 at any moment of an import: nothing half done, nothing twice, nothing lost."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from keepwell.exchange.tests.shared_folders import SHARED, truth_of

KILLS = 50
WORLD = SHARED / "worlds" / "hubspot_clean_tiny"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.worlds,
    pytest.mark.skipif(not WORLD.exists(), reason=f"{WORLD} is not there"),
]


class Nursery:
    """Children on one database, one after the other; see `kill_nursery`."""

    def __init__(self, home, url):
        self.environment = {
            **os.environ, "KEEPWELL_HOME": str(home), "DATABASE_URL": url, "KEEPWELL_POOL": "0",
            "KEEPWELL_SECRET_KEY": "only-for-tests-" * 4,
        }  # fmt: skip
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        home.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "keepwell.exchange.tests.kill_nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment,
        )  # fmt: skip

    def ask(self, do, kill_after=None, **order):
        """Have a child do something; its answer, or None when it was killed before its end."""
        line = json.dumps({"do": do, "kill_after": kill_after, **order})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        broke = isinstance(told["answer"], dict) and told["answer"].get("broke")
        assert not broke, broke
        return told["answer"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Places:
    """Fresh homes with a founded database: SQLite files, or databases of the given cluster."""

    def __init__(self, root):
        self.root, self.made, self.nurseries = root, [], []
        self.url = os.environ.get("DATABASE_URL", "")
        self.is_postgresql = self.url.startswith("postgres")

    def empty(self, name):
        """A nursery on a new database with nothing in it."""
        return self._nursery(name, "TEMPLATE template0")

    def copy(self, of, name):
        """A nursery on a copy of a founded database."""
        if not self.is_postgresql:
            shutil.copytree(self.root / of, self.root / name)
        return self._nursery(name, f'TEMPLATE "{self._called(of)}"')

    def _nursery(self, name, template):
        url = ""
        if self.is_postgresql:
            self._say(f'CREATE DATABASE "{self._called(name)}" {template}')
            self.made.append(name)
            url = urlsplit(self.url)._replace(path=f"/{self._called(name)}").geturl()
            if not urlsplit(self.url).netloc:
                url = url.replace("postgresql:/", "postgresql:///", 1)
        nursery = Nursery(self.root / name, url)
        self.nurseries.append(nursery)
        return nursery

    def _called(self, name):
        return f"keepwell_kill_{os.getpid()}_{name}"

    def _say(self, statement):
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def clear(self):
        for nursery in self.nurseries:
            nursery.close()
        for name in self.made:
            self._say(f'DROP DATABASE "{self._called(name)}" WITH (FORCE)')


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Places with a founded firm to copy, as `founded`."""
    found = Places(tmp_path_factory.mktemp("killed"))
    found_firm_of_world(found)
    yield found
    found.clear()


def found_firm_of_world(places):
    world = truth_of(WORLD)["world"]
    nursery = places.empty("founded")
    firm = {name: world[name] for name in ("time_zone", "free_mail_domains")}
    nursery.ask("found", firm={**firm, "name": world["firm"], "domains": [world["domain"]]})
    nursery.close()


def test_fifty_kills_leave_what_no_kill_would_have_left(places):
    calm = places.copy("founded", "calm")
    job = calm.ask("start", paths=[str(WORLD)])
    begun = time.monotonic()
    assert calm.ask("run", job=job) == "done"
    usual = time.monotonic() - begun
    expected = calm.ask("sum_up", job=job)
    assert expected["journal"] == 0
    chance = random.Random(random.randrange(2**32))
    kills, rounds = 0, 0
    while kills < KILLS:
        rounds += 1
        nursery = places.copy("founded", f"round{rounds}")
        killed, told = import_under_fire(nursery, chance, usual)
        kills += killed
        for name, calmly in expected.items():
            assert told[name] == calmly, (name, kills)
        nursery.close()


def import_under_fire(nursery, chance, usual):
    """Kill an import again and again until it is through; the kills, and what came of it."""
    job = nursery.ask("start", paths=[str(WORLD)])
    kills, before = 0, nursery.ask("look", job=job)
    while True:
        # Mostly soon, so that many kills hit one import; at times late enough for any step.
        seconds = chance.uniform(0, usual * chance.choice((0.05, 0.1, 0.2, 0.6)))
        ended = nursery.ask("run", kill_after=seconds, job=job)
        after = nursery.ask("look", job=job)
        all_or_nothing(before, after)
        before = after
        if ended:
            assert ended == "done"
            return kills, nursery.ask("sum_up", job=job)
        kills += 1


def all_or_nothing(before, after):
    """Each portion is in with its rows, tally, traces and record, or with none of these."""
    for was, file in zip(before["files"], after["files"], strict=True):
        assert file["position"] >= was["position"], "what was acknowledged is gone"
        numbers = {file[name] for name in ("position", "rows", "tallied", "recorded")}
        assert len(numbers) == 1, file
        assert file["kept"] == file["to_be_kept"], file
    assert after["made"] == after["traced"]


def test_an_import_killed_at_the_terminal_goes_on_where_it_was(places):
    nursery = places.copy("founded", "terminal")
    keepwell = [sys.executable, "-m", "keepwell.config.command_line", "import"]
    process = subprocess.Popen([*keepwell, str(WORLD)], env=nursery.environment)
    jobs, give_up = [], time.monotonic() + 60
    while not jobs and time.monotonic() < give_up:
        jobs = nursery.ask("begun")
        time.sleep(0.02)
    process.kill()
    process.wait()
    resumed = subprocess.run(
        [*keepwell, "--resume", "--json"],
        env=nursery.environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (resumed.returncode, resumed.stderr) == (0, "")
    told = json.loads(resumed.stdout)
    assert [told["id"]] == jobs
    assert sum(file["rows"] for file in told["files"]) > 600
    over = subprocess.run(
        [*keepwell, "--resume"],
        env=nursery.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert over.returncode == 0
    assert "nothing to go on with" in over.stderr
