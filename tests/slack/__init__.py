"""A strict local Slack, for tests and benches. See README.md."""

from tests.slack.acts import NotAcknowledged, Outcome
from tests.slack.app import App
from tests.slack.emulator import Slack
from tests.slack.forms import CannotDo
from tests.slack.loop import Host
from tests.slack.mentions import formats_in, links_in, mentions_in
from tests.slack.people import Person

__all__ = [
    "App",
    "CannotDo",
    "Host",
    "NotAcknowledged",
    "Outcome",
    "Person",
    "Slack",
    "formats_in",
    "links_in",
    "mentions_in",
]
