"""The sample firm: invented people with two years of history up to today.

`plant_sample_firm(on=...)` fills an empty Keepwell through the real commands.
"""

from datetime import date

from keepwell.config.sample.staff import DEMO_ADVISER_EMAIL, DEMO_EMAIL, DEMO_PASSWORD

__all__ = ["DEMO_ADVISER_EMAIL", "DEMO_EMAIL", "DEMO_PASSWORD", "plant_sample_firm"]


def plant_sample_firm(*, on: date) -> None:
    """Found the sample firm with its history up to that day; all of it or nothing.

    The same day gives the same firm but for the ids. Refused when a firm is there already.
    """
    from keepwell.config.sample.planting import plant  # the models need a house to live in

    plant(on)
