"""Public holidays of the firm's country, by the `holidays` library."""

from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from babel import Locale
from django.utils.translation import get_language

Code = str


@cache
def _book() -> Any:
    """The library, opened when first asked: each command line would wait for it otherwise."""
    return import_module("holidays")


@lru_cache(maxsize=512)
def _year(country: Code, region: str, year: int, language: str) -> dict[date, str]:
    kept = _library(country, region, year, language) or _library(country, region, year, "")
    return kept or {}


def _library(country: Code, region: str, year: int, language: str) -> dict[date, str] | None:
    try:
        found = _book().country_holidays(
            country, subdiv=region or None, years=year, language=language or None
        )
        return dict(found.items())
    except (NotImplementedError, KeyError, ValueError):
        return None


def _library_language(language: str) -> str:
    return "en_US" if language.startswith("en") else language


def public_holiday(country: Code, region: str, day: date) -> str:
    """The name of the public holiday on this day, or nothing."""
    if not country:
        return ""
    language = _library_language(get_language() or "en")
    return _year(country, region, day.year, language).get(day, "")


@lru_cache(maxsize=64)
def _regions(country: Code) -> tuple[str, ...] | None:
    """The regions of a country; None where the library does not know it by these letters."""
    if not (len(country) == 2 and country.isalpha() and country.isupper()):
        return None
    try:
        known = _book().country_holidays(country)
    except NotImplementedError:
        return None
    # "UK" is another name of GB to the library, but no code of ISO 3166.
    return tuple(known.subdivisions) if known.country == country else None


def regions_of(country: Code) -> tuple[str, ...]:
    """The regions whose holidays are known; none when the country is not known."""
    return _regions(country) or ()


def is_country_known(country: Code) -> bool:
    """Whether the library knows this country's holidays."""
    return _regions(country) is not None


@cache
def _codes() -> tuple[Code, ...]:
    """Every country it knows; looking at all of them takes a second."""
    return tuple(_book().list_supported_countries(include_aliases=False))


def countries(language: str) -> list[tuple[Code, str]]:
    """Countries whose holidays are known, by their names in this language (CLDR)."""
    names = Locale.parse(language or "en", sep="-").territories
    named = [(code, str(names.get(code, code))) for code in _codes()]
    return sorted(named, key=lambda pair: pair[1])
