"""Names of people and organisations, taken apart and brought to one comparable form."""

import re
from dataclasses import dataclass
from functools import lru_cache

from keepwell.parties.rules.fold import canon, fold, plain, skeleton, wordlist, writes_no_vowels
from keepwell.parties.rules.legal_forms import NATIVE, without_form

HONORIFICS = wordlist(
    "mr mrs ms miss mx dr prof professor doctor mag dipl ing dipling herr frau hr fr mme "
    "mlle monsieur madame mademoiselle maitre me sr sra srta don dona dott dottssa avv "
    "sig sigra signor signora dhr mevr mevrouw drs mgr bc mudr judr phdr rndr inz pan "
    "pani sir dame lord lady rev reverend hon judge capt captain col maj lt gen sgt "
    "sheikh shaikh shri smt haji hajj sayyid ustadh eng engr chief alhaji pastor med jur "
    "rer nat habil hc univ pd"
)
SUFFIXES = wordlist(
    "jr sr ii iii iv phd md mba esq llm llb msc bsc cpa cfa dds rn jd qc kc obe mbe cbe "
    "junior senior dphil edd psyd fca aca pmp filho neto"
)
PARTICLES = wordlist(
    "van von vom zu zur zum de der den del della delle delli di da do dos das du des la "
    "le les ter ten te tot op af av auf und y e bin ibn bint ben abu umm al el ad ar as "
    "ash an at st saint sankt san santa santo o mac mc fitz ap ab af dela dos d l"
)
# Glued to the next word although they may stand first: O Brien, St John, al Masri, Mc Allister.
_ALWAYS_GLUED = wordlist("o st saint al el ad ar ash mac mc abu ibn bin")
_COMPOUND_FAMILIES = ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "皇甫", "令狐",
                      "司徒", "东方", "東方", "慕容", "尉迟", "公孙", "南宫", "夏侯", "长孙",
                      "남궁", "황보", "제갈", "선우", "독고")  # fmt: skip
_KOREAN_FAMILIES = {
    "gim": "kim", "i": "lee", "bag": "park", "bak": "park", "choe": "choi", "jeong": "jung",
    "jo": "cho", "gang": "kang", "yun": "yoon", "im": "lim", "sin": "shin", "o": "oh",
    "seo": "suh", "gweon": "kwon", "an": "ahn", "yu": "yoo", "no": "noh", "ryu": "yoo",
    "u": "woo", "gu": "koo", "mun": "moon", "bae": "bae", "baeg": "baek", "go": "ko",
}  # fmt: skip
_CJK = re.compile(r"^[\u3400-\u9fff\uf900-\ufaff]{2,5}$")
_HANGUL = re.compile(r"^[\uac00-\ud7af]{2,5}$")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"|“[^”]*”")
_ORDINALS = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "und": "and", "et": "and",
    "y": "and", "en": "and", "och": "and", "og": "and",
    "intl": "international", "natl": "national", "assoc": "association", "univ": "university",
    "mfg": "manufacturing", "svcs": "services", "grp": "group", "tech": "technology",
    "brothers": "bros", "gebrueder": "gebr", "gebruder": "gebr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in folded words.

    `words` are all words that tell people apart, particles joined to the word they belong to
    (`van den Berg` is `vandenberg`), given names first, without titles and suffixes.
    Its consonants (`bones`), to meet scripts that write no vowels.
    """

    given: str
    middle: str
    family: str
    honorific: str
    suffix: str
    words: tuple[str, ...]
    sure_order: bool
    bones: str
    vowelless: bool

    @property
    def joined(self) -> str:
        """All words without spaces."""
        return "".join(self.words)


@lru_cache(maxsize=8_192)
def person_name(text: str = "", given: str = "", family: str = "") -> PersonName:
    """Takes a person's name apart, from one text or (surer of the order) from its parts."""
    if given.strip() and family.strip():
        return _named(given, family, sure=True)
    text = _BRACKETS.sub(" ", text or given or family)
    left, comma, right = text.partition(",")
    if comma and (rest := fold(right).split()):
        if all(word in SUFFIXES for word in rest):
            return _from_text(left, suffix=" ".join(rest))
        return _named(right, left, sure=True)
    return _from_text(text if not comma else left)


def _from_text(text: str, suffix: str = "") -> PersonName:
    stripped = "".join(text.split())
    if _CJK.match(stripped) or _HANGUL.match(stripped):
        return _east_asian(stripped)
    words, honorific, ending = _untitled(fold(text).split())
    cut = _family_begins(words)
    return _build(
        words[:cut], words[cut:], honorific, suffix or ending, sure=False,
        vowelless=writes_no_vowels(text),
    )  # fmt: skip


def _named(given: str, family: str, *, sure: bool) -> PersonName:
    first, honorific, _ = _untitled(fold(_BRACKETS.sub(" ", given)).split())
    last, _, suffix = _untitled(fold(family).split())
    return _build(
        first, last, honorific, suffix, sure=sure, vowelless=writes_no_vowels(given + family)
    )


def _east_asian(text: str) -> PersonName:
    cut = 2 if len(text) > 2 and text.startswith(_COMPOUND_FAMILIES) else 1
    family, given = fold(plain(text[:cut])), fold(plain(text[cut:]))
    if _HANGUL.match(text):
        family = _KOREAN_FAMILIES.get(family, family)
    return _build([given], [family], "", "", sure=True, vowelless=False)


def _untitled(words: list[str]) -> tuple[list[str], str, str]:
    start, end = 0, len(words)
    while start < end - 1 and words[start] in HONORIFICS:
        start += 1
    while end > start + 1 and words[end - 1] in SUFFIXES:
        end -= 1
    return words[start:end], " ".join(words[:start]), " ".join(words[end:])


def _family_begins(words: list[str]) -> int:
    for place in range(1, len(words) - 1):
        if words[place] in PARTICLES and len(words[place]) > 1:
            return place
    return max(len(words) - 1, 0)


def _glue(words: list[str], *, family: bool) -> list[str]:
    glued: list[str] = []
    waiting = ""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        particle = word in PARTICLES if family else word in _ALWAYS_GLUED and len(word) > 1
        if particle and not last:
            waiting += word
        else:
            glued.append(waiting + word)
            waiting = ""
    return glued


def _build(
    given: list[str],
    family: list[str],
    honorific: str,
    suffix: str,
    *,
    sure: bool,
    vowelless: bool,
) -> PersonName:
    words = tuple(dict.fromkeys(_glue(given, family=False) + _glue(family, family=True)))
    return PersonName(
        given=given[0] if given else "",
        middle=" ".join(given[1:]),
        family=" ".join(family),
        honorific=honorific,
        suffix=suffix,
        words=words,
        sure_order=sure,
        bones=skeleton("".join(words)),
        vowelless=vowelless,
    )


@lru_cache(maxsize=8_192)
def person_key(name: str) -> str:
    """The words of a person's name in one order and one spelling: equal keys, equal names."""
    return " ".join(sorted(map(canon, person_name(name).words)))


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """An organisation's name: the words that tell it apart, and its kind of legal form."""

    words: tuple[str, ...]
    form: str

    @property
    def key(self) -> str:
        """The words in their order, one spelling."""
        return " ".join(map(canon, self.words))

    @property
    def joined(self) -> str:
        """The words without spaces, one spelling."""
        return canon("".join(word for word in self.words if word != "and"))


@lru_cache(maxsize=8_192)
def organisation_name(text: str) -> OrganisationName:
    """Takes an organisation's name apart: legal forms off, & to and, leading "the" off."""
    native = ""
    if not text.isascii():
        for spelling, family in NATIVE:
            if spelling in text:
                text, native = text.replace(spelling, " "), family
    text = text.replace("&", " and ").replace("+", " and ")
    words = _join_letters(fold(text).split())
    bare, form = without_form(tuple(words))
    if len(bare) > 1 and bare[0] == "the":
        bare = bare[1:]
    return OrganisationName(tuple(_ORDINALS.get(word, word) for word in bare), form or native)


def _join_letters(words: list[str]) -> list[str]:
    """Letters that stood with dots or spaces become one word: s r o is sro, sp z o o sp zoo."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    if run:
        joined.append(run)
    return joined


def organisation_key(name: str) -> str:
    """Equal keys, equal names but for legal form, accents, case and punctuation."""
    return organisation_name(name).key
