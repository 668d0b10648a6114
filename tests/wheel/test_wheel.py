"""The wheel, installed alone into an empty environment, runs."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = str(Path(sys.executable).parent / "uv")
pytestmark = pytest.mark.slow


def run(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def bare(home, **more):
    """An environment without anything of ours in it."""
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV"}
    kept = {k: v for k, v in os.environ.items() if k not in ours and "KEEPWELL" not in k}
    return {**kept, "UV_SYSTEM_CERTS": "true", "KEEPWELL_HOME": str(home), **more}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from this checkout."""
    place = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place)]
    run(*build, cwd=ROOT)
    (made,) = place.glob("*.whl")
    return made


def test_the_wheel_carries_pages_styles_and_translations_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(re.fullmatch(r"keepwell/ui/templates/.+\.html", name) for name in names)
    assert any(re.fullmatch(r"keepwell/ui/static/.+\.css", name) for name in names)
    assert any("licenses/LICENSE" in name for name in names)
    assert not [name for name in names if "/tests/" in name]
    for source in ROOT.glob("keepwell/**/locale/*/LC_MESSAGES/*.mo"):
        assert str(source.relative_to(ROOT)) in names


def test_installed_alone_it_gives_a_page(wheel, tmp_path):
    env = tmp_path / "env"
    run(UV, "venv", "--quiet", "--python", sys.executable, str(env), env=bare(tmp_path))
    python = str(env / "bin/python")
    locks = ["--constraints", str(ROOT / "requirements.lock")]
    install = [UV, "pip", "install", "--quiet", "--python", python, *locks, str(wheel)]
    run(*install, env=bare(tmp_path), cwd=tmp_path)
    where = run(python, "-c", "import keepwell; print(keepwell.__file__)", cwd=tmp_path)
    assert where.startswith(str(env))

    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        port = knock.getsockname()[1]
    home = tmp_path / "home"
    house = subprocess.Popen(
        [str(env / "bin/keepwell"), "run"],
        env=bare(home, PORT=str(port)),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        page = first_page(port, house)
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style, page
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style[1]}", timeout=10) as sheet:
            assert sheet.status == 200
            assert "immutable" in sheet.headers["Cache-Control"]
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait(15)
        house.stdout.close()
    assert house.returncode == 0


def first_page(port, house):
    for _ in range(600):
        if house.poll() is not None:
            pytest.fail(house.stdout.read())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                assert page.status == 200
                return page.read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as fault:
            if not isinstance(fault.reason, ConnectionError):
                raise
            time.sleep(0.1)
    return pytest.fail("no page came within a minute")
