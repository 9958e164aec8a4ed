"""The schema's history. `HEAD` is the newest version; a test holds it to the files in `versions/`."""

from __future__ import annotations

from typing import Final

HEAD: Final = "0008"
