"""Recognising a patient's number, which no lesson may hold."""

from __future__ import annotations

import re
from typing import Final

_MANY_DIGITS: Final = re.compile(r"\d(?:[ -]*\d){9}")


def nhs_number(text: str) -> str | None:
    """The first valid NHS number in a text: ten digits of which the last is a modulus-11 check digit."""
    if _MANY_DIGITS.search(text) is None:
        return None
    digits = ""
    for char in f"{text}\n":
        if char.isdigit() and char.isascii():
            digits += char
        elif char in " -" and digits:
            continue
        else:
            if len(digits) == 10 and _valid_nhs(digits):
                return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
            digits = ""
    return None


def _valid_nhs(digits: str) -> bool:
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return len(set(digits)) > 1 and check % 11 == int(digits[9]) and check != 10
