"""`python -m bench.bare PORT API_URL [before]`: the least that Bolt does, for Learnt to be compared with.

Settings are Bolt's own, save that `before` sets process_before_response. The signature is checked, and the
acknowledgement empty.
"""

from __future__ import annotations

import logging
import os
import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def main() -> None:
    port, url, *more = sys.argv[1:]
    logging.basicConfig(level=logging.ERROR)
    app = AsyncApp(
        client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=url),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=bool(more),
    )

    @app.command("/lesson")
    async def lesson(ack: AsyncAck) -> None:  # pyright: ignore[reportUnusedFunction]  # Bolt keeps it
        await ack()

    app.start(int(port))


if __name__ == "__main__":
    main()
