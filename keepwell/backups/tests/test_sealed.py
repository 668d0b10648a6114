"""A sealed stream gives back what went in, or nothing."""

import io

import pytest

from keepwell.backups import sealed
from keepwell.backups.sealed import CHUNK, Opening, Sealing, Tampered, WrongKey

SECRET = b"a riddle in the dark"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The cost of guessing a key is not what is tried here."""
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 1, "p": 1, "dklen": 48})


def sealed_bytes(plain, secret=SECRET):
    target = io.BytesIO()
    stream = Sealing(target, secret)
    for start in range(0, len(plain), 70_001):
        stream.write(plain[start : start + 70_001])
    stream.finish()
    return target.getvalue()


def opened(stream, secret=SECRET):
    return io.BufferedReader(Opening(io.BytesIO(stream), secret), 50_000).read()


def frames(stream):
    """The head and each chunk with its length."""
    head = len(sealed.MARK) + sealed.SALT + sealed.CHECK + sealed.NONCE
    found, at = [stream[:head]], head
    while at < len(stream):
        end = at + 4 + int.from_bytes(stream[at : at + 4], "big")
        found.append(stream[at:end])
        at = end
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_goes_in_comes_out(size):
    plain = bytes(index % 251 for index in range(size))
    assert opened(sealed_bytes(plain)) == plain


def test_two_of_the_same_look_different():
    assert sealed_bytes(b"the same") != sealed_bytes(b"the same")


def test_nothing_of_the_text_shows():
    assert b"Harbour" not in sealed_bytes(b"Harbour & Sons" * 1000)


def test_another_key_is_told_from_damage():
    with pytest.raises(WrongKey):
        opened(sealed_bytes(b"plain"), b"another riddle")


def test_every_changed_byte_is_seen():
    stream = sealed_bytes(b"Harbour & Sons, Plymouth")
    for place in range(len(stream)):
        touched = bytearray(stream)
        touched[place] ^= 1
        with pytest.raises((Tampered, WrongKey)):
            opened(bytes(touched))


def test_every_early_end_is_seen():
    stream = sealed_bytes(b"Harbour & Sons, Plymouth")
    for end in range(len(stream)):
        with pytest.raises(Tampered):
            opened(stream[:end])


def test_chunks_cannot_be_left_out_moved_doubled_or_added():
    head, one, two, three = frames(sealed_bytes(bytes(2 * CHUNK + 5)))
    for order in (
        [one, three], [one, two], [two, one, three], [one, one, two, three],
        [one, two, three, three], [one, two, three, b"\0"], [three], [],
    ):  # fmt: skip
        with pytest.raises(Tampered):
            opened(head + b"".join(order))


def test_chunks_of_another_stream_do_not_fit():
    head, *_mine = frames(sealed_bytes(bytes(CHUNK + 5)))
    _head, *theirs = frames(sealed_bytes(bytes(CHUNK + 5)))
    with pytest.raises(Tampered):
        opened(head + b"".join(theirs))
