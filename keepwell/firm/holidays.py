"""Public holidays of the firm's country, by the `holidays` library."""

from datetime import date
from functools import lru_cache

import holidays
from babel import Locale
from django.utils.translation import get_language

Code = str


@lru_cache(maxsize=512)
def _year(country: Code, region: str, year: int, language: str) -> dict[date, str]:
    kept = _library(country, region, year, language) or _library(country, region, year, "")
    return kept or {}


def _library(country: Code, region: str, year: int, language: str) -> dict[date, str] | None:
    try:
        found = holidays.country_holidays(
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


@lru_cache(maxsize=1)
def _regions() -> dict[Code, list[str]]:
    known: dict[Code, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return known


def regions_of(country: Code) -> tuple[str, ...]:
    """The regions whose holidays are known; none when the country is not known."""
    return tuple(_regions().get(country, ()))


def is_country_known(country: Code) -> bool:
    """Whether the library knows this country's holidays."""
    return country in _regions()


def countries(language: str) -> list[tuple[Code, str]]:
    """Countries whose holidays are known, by their names in this language (CLDR)."""
    names = Locale.parse(language or "en", sep="-").territories
    named = [(code, str(names.get(code, code))) for code in _regions()]
    return sorted(named, key=lambda pair: pair[1])
