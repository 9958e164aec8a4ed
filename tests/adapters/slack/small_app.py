"""A small Bolt app for the emulator to play with: commands, buttons, forms, mentions, Home."""

from __future__ import annotations

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack import Slack

FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Lesson"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What happened"},
            "element": {"type": "plain_text_input", "action_id": "words", "max_length": 200},
        },
        {
            "type": "input",
            "block_id": "kind",
            "optional": True,
            "label": {"type": "plain_text", "text": "Kind"},
            "element": {
                "type": "static_select",
                "action_id": "kind",
                "options": [
                    {"text": {"type": "plain_text", "text": "Keep"}, "value": "keep"},
                    {"text": {"type": "plain_text", "text": "Improve"}, "value": "improve"},
                ],
            },
        },
    ],
}


def card(words: str) -> list[dict[str, object]]:
    """A section and a row with a button, a menu and a date."""
    options = [{"text": {"type": "plain_text", "text": one}, "value": one.lower()} for one in ("Blocked", "Not mine")]
    button = {
        "type": "button",
        "action_id": "done",
        "text": {"type": "plain_text", "text": "Done"},
        "value": "done A-7",
    }
    more = {"type": "overflow", "action_id": "more", "options": options}
    day = {"type": "datepicker", "action_id": "day", "placeholder": {"type": "plain_text", "text": "New date"}}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": words}},
        {"type": "actions", "elements": [button, more, day]},
    ]


def talk(app: AsyncApp, heard: list[str]) -> AsyncApp:
    """Answers commands, buttons, forms, mentions and direct messages."""

    @app.command("/lesson")
    async def command(ack, body, client):  # type: ignore[no-untyped-def]  # Bolt passes by name
        if body["text"] == "form":
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            await ack(text=f"Stored {body['text']}", blocks=card(f"Stored *{body['text']}*"))

    @app.action("done")
    async def done(ack, respond):  # type: ignore[no-untyped-def]
        await ack()
        await respond(text="A-7 done", replace_original=True)

    @app.action("more")
    async def more(ack, respond, action):  # type: ignore[no-untyped-def]
        await ack()
        await respond(text=f"picked {action['selected_option']['value']}")

    @app.action("day")
    async def day(ack, respond, action):  # type: ignore[no-untyped-def]
        await ack()
        await respond(text=f"due {action['selected_date']}")

    @app.view("form")
    async def submitted(ack, view, client, body):  # type: ignore[no-untyped-def]
        words = view["state"]["values"]["what"]["words"]["value"]
        kind = view["state"]["values"]["kind"]["kind"]["selected_option"]
        if words == "wrong":
            await ack(response_action="errors", errors={"what": "Say what happened"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{kind and kind['value']}: {words}")

    @app.shortcut("save_as_lesson")
    async def save(ack, shortcut, respond):  # type: ignore[no-untyped-def]
        await ack()
        await respond(text=f"saved {shortcut['message']['text']}")

    @app.event("app_mention")
    async def mentioned(event, say):  # type: ignore[no-untyped-def]
        heard.append(event["text"])
        await say(text="I heard", thread_ts=event.get("thread_ts", event["ts"]))

    @app.event("message")
    async def message(event, say):  # type: ignore[no-untyped-def]
        heard.append(event.get("subtype") or event["text"])
        if "subtype" not in event:
            await say(text=f"You said {event['text']}")

    @app.event("app_home_opened")
    async def home(event, client):  # type: ignore[no-untyped-def]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card("Your actions")})

    return app


async def serve(slack: Slack, heard: list[str]) -> web.Application:
    """The app behind aiohttp, at POST /slack/events."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.url)
    bolt = AsyncApp(client=client, signing_secret=slack.app.signing_secret, process_before_response=True)
    talk(bolt, heard)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", events)
    return app
