from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.exchange.take_out import take_out
from storage.engine import Store, StoreError
from tests.adapters.files.registers import Office, counts


def test_others_write_meanwhile(store: Store) -> None:
    """Reading shows the register as it was when it began, and keeps nobody from writing."""
    office = Office(store)
    with store.read() as reading:
        assert len(reading.programmes.all()) == 1
        with store.open() as writing:
            office.add_member(writing, "New", "new@x.example")
            writing.commit()
        assert reading.people.by_email("new@x.example") is None
    with store.read() as reading:
        assert reading.people.by_email("new@x.example") is not None


def test_postgresql_refuses_writes(store: Store) -> None:
    """What is opened for reading can't be written to by mistake; what SQLite would write is undone."""
    office = Office(store)
    try:
        with store.read() as reading:
            office.add_member(reading, "New", "new@x.example")
    except (StoreError, DBAPIError):
        assert not store.is_sqlite
    with store.read() as reading:
        assert reading.people.by_email("new@x.example") is None


def test_there_and_back(store: Store, tmp_path: Path) -> None:
    """A register that is read as it is written out comes back whole, also where it is fetched in several goes."""
    office, path, out = Office(store), tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [f"Lesson {n},24.{n % 3}," + (",," if n % 9 else f"Act {n},sam@pmo.example,Open") for n in range(520)]
    path.write_text("\n".join(["Lesson,Release,Action,Owner,Status", *rows]), encoding="utf-8")
    assert counts(office.bring(path)[0]) == (520, 58, 0, 0)
    assert counts(office.bring(path)[0]) == (0, 0, 520, 58)
    with store.read() as register:
        before = list(take_out(register, office.programme, office.viewer))
    office.send(out)
    other = Office()
    other.bring(out)
    assert other.holds() == before
