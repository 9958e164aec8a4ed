"""The emulated Teams as a process of its own, as benches use it."""

from __future__ import annotations

import json
import subprocess
import sys

import requests

from tests.teams.login import SERVICE


def test_a_process_of_its_own() -> None:
    """It says how to be spoken with, and counts what arrived."""
    words = (sys.executable, "-m", "tests.teams")
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as emulator,  # noqa: S603 - our own command
        requests.Session() as session,
    ):
        try:
            assert emulator.stdout is not None
            said = json.loads(emulator.stdout.readline())
            control = said["service"].replace("/emea/", "/control/")
            people = session.get(f"{control}people?count=2").json()["people"]
            login = said["MICROSOFT_CLOUD"].partition(" ")[0].removeprefix("login=")
            form = {
                "grant_type": "client_credentials",
                "client_id": said["MICROSOFT_APP_ID"],
                "client_secret": said["MICROSOFT_APP_PASSWORD"],
                "scope": f"{SERVICE}/.default",
            }
            url = f"{login}/{said['MICROSOFT_APP_TENANT_ID']}/oauth2/v2.0/token"
            given = session.post(url, data=form, verify=said["REQUESTS_CA_BUNDLE"]).json()
            for _ in range(2):
                session.post(
                    f"{said['service']}v3/conversations/{people[0][2]}/activities",
                    json={"type": "message", "text": "Hello"},
                    headers={"Authorization": f"Bearer {given['access_token']}"},
                )
            assert session.get(f"{control}counts").json() == {"Hello": 2}
            assert session.get(f"{control}counts?by=conversation").json() == {people[0][2]: 2}
        finally:
            emulator.terminate()
