"""Which days a programme works: not at the weekend, not on its region's bank holidays, not in its quiet periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_PARTS: Final = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}  # of GB
_NAMES: Final = {
    **{name.casefold(): name for name in _PARTS},
    **{code.casefold(): name for name, code in _PARTS.items()},
    **{f"gb-{code}".casefold(): name for name, code in _PARTS.items()},
    **dict.fromkeys(("uk", "u.k.", "gb", "united kingdom", "great britain", "britain"), "England"),
    **dict.fromkeys(("england and wales", "england & wales"), "England"),
    "ni": "Northern Ireland",
    "ireland": "IE", "republic of ireland": "IE", "eire": "IE", "ie": "IE", "france": "FR", "fr": "FR",
    "germany": "DE", "de": "DE", "usa": "US", "us": "US", "united states": "US", "america": "US",
    "spain": "ES", "portugal": "PT", "italy": "IT", "netherlands": "NL", "the netherlands": "NL", "belgium": "BE",
    "luxembourg": "LU", "switzerland": "CH", "austria": "AT", "poland": "PL", "denmark": "DK", "sweden": "SE",
    "norway": "NO", "finland": "FI", "canada": "CA", "australia": "AU", "new zealand": "NZ", "india": "IN",
}  # fmt: skip
_WEEKEND: Final = {5: "a Saturday", 6: "a Sunday"}
_A_YEAR: Final = 366


def known_region(text: str) -> str | None:
    """The region's own name as it is stored, or None. "uk" is England; other ISO codes need their capitals."""
    plain = " ".join(text.split())
    if plain.casefold() in _NAMES:
        return _NAMES[plain.casefold()]
    # "no" and "it" are words before they are Norway and Italy.
    return plain if len(plain) == 2 and plain.isupper() and plain in _countries() else None


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    import holidays  # slow to load, and not needed by `learnt --help`

    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=256)
def _holidays(region: str, year: int) -> dict[date, str]:
    import holidays  # slow to load, and not needed by `learnt --help`

    if region not in _PARTS and region not in _countries():
        raise ValueError(f"no bank holidays are known for the region {region!r}")
    country, part = ("GB", _PARTS[region]) if region in _PARTS else (region, None)
    language = "en_GB" if country == "GB" else "en_US"
    days = holidays.country_holidays(country, subdiv=part, years=year, language=language)
    return {day: name.replace(" (observed)", "") for day, name in days.items() if day.year == year}


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a region as `known_region` names it. A quiet period holds both of its days."""

    region: str
    quiet: tuple[tuple[date, date], ...] = ()

    def is_working(self, day: date) -> bool:
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Why nobody works that day ("Christmas Day", "a Saturday", "a quiet period"), or None: they do."""
        closed = _holidays(self.region, day.year).get(day) or _WEEKEND.get(day.weekday())
        if closed is None and any(first <= day <= last for first, last in self.quiet):
            return "a quiet period"
        return closed

    def on_or_before(self, day: date) -> date:
        return day if self.is_working(day) else _step(self, day, -1)

    def on_or_after(self, day: date) -> date:
        return day if self.is_working(day) else _step(self, day, 1)

    def add(self, day: date, n: int) -> date:
        """The nth working day after a day, or before it if n is negative; the day itself if n is 0."""
        for _ in range(abs(n)):
            day = _step(self, day, 1 if n > 0 else -1)
        return day


def _step(working: WorkingDays, day: date, by: int) -> date:
    """The next working day (by 1) or the one before (by -1)."""
    days = (day + timedelta(days=by * count) for count in range(1, _A_YEAR))
    found = next((later for later in days if working.is_working(later)), None)
    if found is None:  # quiet for a whole year: somebody's slip, and no reason to stop every review
        return _step(WorkingDays(working.region), day, by)
    return found
