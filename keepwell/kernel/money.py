"""Money: integer minor units and an ISO 4217 currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from babel.numbers import format_currency, get_currency_precision


@lru_cache(maxsize=256)
def minor_digits(currency: str) -> int:
    """How many digits the currency has after the point (CLDR): EUR 2, JPY 0, KWD 3."""
    return get_currency_precision(currency)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in the currency's smallest unit. Amounts of different currencies never add."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Self:
        """Round half up to the currency's own minor unit."""
        scale = Decimal(10) ** minor_digits(currency)
        return cls(int((amount * scale).to_integral_value(ROUND_HALF_UP)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's main unit."""
        return Decimal(self.minor) / (Decimal(10) ** minor_digits(self.currency))

    def __add__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.minor - other.minor, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def _same(self, other: Self) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up.")

    def shown(self, locale: str = "en") -> str:
        """As a person of this locale writes it."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))
