"""Whole Keepwells in folders of their own, spoken to as at a terminal."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

URL = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = URL.startswith("postgres")
FOUND = """
from datetime import UTC, datetime
from keepwell.firm.commands.found import FirstAdministrator, found_firm
from keepwell.parties.commands.add import add_party
at = datetime(2026, 11, 20, 9, tzinfo=UTC)
found_firm(name="Finch Advisory", domains=["finch.example"], free_mail_domains=[],
    time_zone="Europe/Berlin", country="DE", at=at,
    first=FirstAdministrator("Ada", "ada@finch.example", "a long enough riddle"))
from keepwell.firm.models import Teammate
ada = Teammate.objects.get()
for number in range(20):
    add_party(nature="organisation", name=f"Harbour {number}", at=at, by=ada)
from keepwell.journal.jobs import seal
seal()
"""


@dataclass
class House:
    """A home folder and a database."""

    home: Path
    url: str = ""
    key: str = ""
    children: list = field(default_factory=list)

    @property
    def environment(self):
        """What its processes are told."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KEEPWELL_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        kept.pop("DATABASE_URL", None)
        own = {
            "KEEPWELL_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "KEEPWELL_BACKUP_KEY": self.key,
            "KEEPWELL_POOL": "0",
            "KEEPWELL_LANGUAGE": "en",
        }
        return kept | {name: value for name, value in own.items() if value}

    def say(self, *words):
        """`keepwell WORD …`; what came of it."""
        return self._run("-m", "keepwell.config.command_line", *map(str, words))

    def do(self, script, *words):
        """Run lines of Python inside."""
        awake = "from keepwell.config.command_line import enter_the_house; enter_the_house()\n"
        told = self._run("-c", awake + script, *map(str, words))
        assert told.returncode == 0, told.stderr
        return told.stdout

    def begin(self, script, *words):
        """Start lines of Python and go on; the process is ended with the test."""
        awake = "from keepwell.config.command_line import enter_the_house; enter_the_house()\n"
        child = subprocess.Popen(
            [sys.executable, "-c", awake + script, *map(str, words)],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.children.append(child)
        return child

    def _run(self, *words):
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment, capture_output=True, text=True, timeout=600, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def count(self):
        """How many parties are there."""
        return int(self.do(
            "from keepwell.parties.models import Party; print(Party.objects.count())"
        ))  # fmt: skip


class Street:
    """Houses, torn down at the end."""

    def __init__(self, root):
        self.root, self.databases, self.houses = root, [], []

    def empty(self):
        """A house nobody founded; on PostgreSQL its database is there and has nothing in it."""
        return self._house("TEMPLATE template0")

    def like(self, model):
        """A copy of a house."""
        house = self._house(f'TEMPLATE "{urlsplit(model.url).path[1:]}"')
        shutil.rmtree(house.home)
        shutil.copytree(model.home, house.home)
        return house

    def _house(self, template):
        home = self.root / f"home-{uuid4().hex[:8]}"
        home.mkdir(parents=True)
        url = ""
        if IS_POSTGRESQL:
            name = f"keepwell_{uuid4().hex[:12]}"
            self._say(f'CREATE DATABASE "{name}" {template}')
            self.databases.append(name)
            url = urlsplit(URL)._replace(path=f"/{name}").geturl()
        self.houses.append(House(home, url))
        return self.houses[-1]

    def _say(self, sentence):
        import psycopg

        with psycopg.connect(URL, autocommit=True) as server:
            server.execute(sentence)

    def tear_down(self):
        """End what still runs and drop what was made."""
        for child in (child for house in self.houses for child in house.children):
            child.kill()
            child.communicate()
        for name in self.databases:
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
