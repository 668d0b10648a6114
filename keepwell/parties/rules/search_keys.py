"""Short strings two records of one party share: how candidates are found without comparing all.

A key is a letter, a colon and a value. Strong (sharing one is evidence by itself): `e:` an
e-mail address that is one person's, `x:` an identifier of a source. Weak (candidates only):
`p:` last digits of a number, `n:` all words, `s:` consonants, `m:` initial and sound of the
family name, `k:` full form of a nickname, `l:` all words in one, or the name of a mailbox,
`b:` shared mailbox,
`y:` date of birth and an initial,
`o:` first words of an organisation, `j:` its joined beginning, `d:` domain.
"""

from functools import lru_cache

from jellyfish import metaphone

from keepwell.parties.rules.addresses import domain_of, is_free_mail, is_shared_mailbox
from keepwell.parties.rules.fold import canon, fold
from keepwell.parties.rules.names import organisation_name, person_name
from keepwell.parties.rules.nicknames import full_forms
from keepwell.parties.rules.phones import phone_tail

STRONG = ("e:", "x:")
LONGEST_KEY = 64


def is_strong(key: str) -> bool:
    """Whether sharing this key is evidence by itself."""
    return key.startswith(STRONG)


def search_keys(
    nature: str,
    names: tuple[str, ...] = (),
    emails: frozenset[str] = frozenset(),
    phones: frozenset[str] = frozenset(),
    *,
    domains: frozenset[str] = frozenset(),
    external_ids: frozenset[tuple[str, str]] = frozenset(),
    free_mail: frozenset[str] = frozenset(),
    birth_date: str = "",
) -> frozenset[str]:
    """The keys of one record; `nature` is "person" or "organisation", the rest is cleaned."""
    person = nature == "person"
    keys = {f"x:{source}:{id_}" for source, id_ in external_ids}
    keys.update("p:" + phone_tail(phone) for phone in phones)
    for email in emails:
        keys.update(_address_keys(email, person, free_mail))
    if person and birth_date:
        words = {word for name in names for word in person_name(name).words}
        keys.update(f"y:{birth_date}{word[0]}" for word in words)
    for name in names:
        keys.update(_person_keys(name) if person else _organisation_keys(name))
    if not person:
        keys.update("d:" + domain for domain in domains if not is_free_mail(domain, free_mail))
    return frozenset(key[:LONGEST_KEY] for key in keys)


def _address_keys(email: str, person: bool, free_mail: frozenset[str]) -> set[str]:
    local, _, domain = email.partition("@")
    if is_shared_mailbox(local):
        keys = {"b:" + email}
    else:
        keys = {"e:" + email}
        bare = "".join(part for part in fold(local).split() if not part.isdigit())
        if person and len(bare) >= 7:
            keys.add("l:" + canon(bare))
    if not person and not is_free_mail(domain, free_mail):
        keys.add("d:" + domain_of(email))
    return keys


@lru_cache(maxsize=8_192)
def _person_keys(name: str) -> frozenset[str]:
    parsed = person_name(name)
    words = [word for word in parsed.words if "?" not in word]
    keys = {"s:" + parsed.bones} if len(parsed.bones) > 2 else set()
    if len(parsed.words) == len(words) and words:
        keys.add("n:" + " ".join(sorted(map(canon, words))))
        keys.add("l:" + canon("".join(words)))
    if len(words) > 1 and not parsed.vowelless:
        keys |= _family_keys(words[-1], words[:-1])
        if not parsed.sure_order or len(words) > 2:
            keys |= _family_keys(words[0], words[1:])
    elif parsed.words and "?" not in parsed.words[-1]:
        keys.add("n:" + canon(parsed.words[-1]))
    return frozenset(keys)


def _family_keys(family: str, others: list[str]) -> set[str]:
    sound = metaphone(canon(family)) or family
    keys = {f"m:{other[0]}{sound}" for other in (others[0], others[-1])}
    if len(others[0]) > 1:
        keys |= {f"k:{full} {canon(family)}" for full in list(full_forms(others[0]))[:12]}
    return keys


@lru_cache(maxsize=8_192)
def _organisation_keys(name: str) -> frozenset[str]:
    parsed = organisation_name(name)
    words = [canon(w) for w in parsed.words if w != "and" and "?" not in w]
    if not words:
        return frozenset()
    keys = {"n:" + " ".join(sorted(words)), "o:" + " ".join(words[:2])}
    keys.add("j:" + parsed.joined[:9])
    sound = " ".join(metaphone(word) for word in words[:2])
    if len(sound) > 3:
        keys.add("m:" + sound)
    if len(words) > 2:
        keys.add("o:" + " ".join(words[-2:]))
    return frozenset(keys)
