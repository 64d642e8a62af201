"""The composition root: every part of the front desk is made here and handed to those that need it."""

from __future__ import annotations

import asyncio
import logging
import resource
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse

from clinic.content import load_topics
from clinic.facts import load_facts
from clinic.safety import Screen, load_screen
from clinic.safety.replies import load_replies
from frontdesk.alerts import AlertWorker
from frontdesk.assistant_client import Assistant, RasaAssistant
from frontdesk.bot import Bot
from frontdesk.changes import Changes
from frontdesk.context import Contexts
from frontdesk.crisis import CrisisDesk
from frontdesk.errors import QuietErrors
from frontdesk.health import Health, health_blueprint
from frontdesk.security import RateLimiter, add_headers
from frontdesk.settings import ROOT, Settings
from frontdesk.staff import staff_blueprint
from frontdesk.storage import Spool, Store, open_spool, open_store
from frontdesk.tokens import VisitTokens
from frontdesk.turn import Desk
from frontdesk.typing_state import Typing
from frontdesk.visitor import cors
from frontdesk.visitor.api import api_blueprint
from frontdesk.visitor.pages import STATIC, pages_blueprint
from frontdesk.visitor.widget import widget_source
from frontdesk.words import load_words

TEMPLATES = ROOT / "frontdesk" / "templates"
App = Sanic[Any, Any]


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    store: Store,
    spool: Spool,
    assistant: Assistant,
    alerts: AlertWorker,
    screen: Screen,
    clock: Callable[[], datetime] = utc_now,
) -> App:
    """A front desk of the given parts; nothing is opened or started before the server starts."""
    app = Sanic(f"frontdesk-{uuid.uuid4().hex[:8]}", configure_logging=False, error_handler=QuietErrors())
    app.config.REQUEST_MAX_SIZE = 100_000
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.REAL_IP_HEADER = None
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 2.0
    context = app.ctx
    context.settings, context.store, context.spool, context.clock = settings, store, spool, clock
    context.assistant, context.alerts, context.screen = assistant, alerts, screen
    _add_content(context)
    _add_desk(context)
    context.health = Health(app)
    context.degraded = context.health.degraded
    for blueprint in (api_blueprint(), pages_blueprint(), health_blueprint(), staff_blueprint()):
        app.blueprint(blueprint)
    _add_listeners(app)
    return app


def _add_content(context: Any) -> None:
    context.facts = load_facts(ROOT / "clinic.yml")
    context.topics_folder = ROOT / "data" / "faq"
    context.topics = load_topics(context.topics_folder)
    context.words = load_words(ROOT / "data" / "handoff" / "words.yml", context.facts)
    context.replies = load_replies(ROOT / "data" / "crisis")
    context.templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    country = context.facts.values["crisis"]["country"]
    context.lines = [asdict(line) for line in context.replies.emergency_lines(country)]
    context.widget = widget_source(STATIC, context.lines, {"name": context.facts.name, "phone": context.facts.phone})


def _add_desk(context: Any) -> None:
    settings: Settings = context.settings
    minimum_age = int(context.facts.values["minimum_age"])
    context.tokens = VisitTokens(context.store.vault.derived_key("visit tokens"))
    context.changes, context.typing, context.contexts = Changes(context.store.revision), Typing(), Contexts()
    context.visit_limit = RateLimiter(f"{settings.visits_per_minute}/minute")
    context.message_limit = RateLimiter(f"{settings.messages_per_minute}/minute")
    context.crisis = CrisisDesk(
        store=context.store, spool=context.spool, alerts=context.alerts, replies=context.replies,
        facts=context.facts, changes=context.changes, contexts=context.contexts, clock=context.clock,
    )  # fmt: skip
    bot = Bot(
        assistant=context.assistant, topics=context.topics, words=context.words,
        facts=context.facts, support_line=context.replies.support_line("en"), clock=context.clock,
    )  # fmt: skip
    context.desk = Desk(
        screen=context.screen, store=context.store, bot=bot, crisis=context.crisis, contexts=context.contexts,
        changes=context.changes, minimum_age=minimum_age,
    )  # fmt: skip
    context.open_streams = Counter()
    context.greeting = lambda: _greeting(context)


def _greeting(context: Any) -> dict[str, Any]:
    """The first words of every visit: automated, and not for emergencies."""
    topics = [context.topics[name].button for name in ("what_is_ketamine", "side_effects")]
    return {
        "seq": 0, "id": "greeting", "role": "bot", "text": context.words["greeting"], "author": None,
        "at": context.clock().isoformat(timespec="seconds").replace("+00:00", "Z"), "card": None,
        "buttons": [*topics, {"title": "Start pre-screening", "payload": "Start pre-screening"}],
    }  # fmt: skip


def _add_listeners(app: App) -> None:
    context = app.ctx

    @app.after_server_start
    async def start(_app: App) -> None:
        loops = (context.changes.watch(), context.alerts.run(), context.health.watch())
        context.tasks = [asyncio.create_task(loop) for loop in (*loops, asyncio.to_thread(context.screen.warm))]

    @app.before_server_stop
    async def stop(_app: App) -> None:
        await context.crisis.settled()
        for task in context.tasks:
            task.cancel()
        await asyncio.wait(context.tasks, timeout=1.0)
        await context.assistant.close()

    @app.after_server_stop
    async def close(_app: App) -> None:
        await asyncio.to_thread(context.store.close)

    async def protect(request: Request, response: BaseHTTPResponse) -> None:
        if "content-security-policy" not in response.headers:
            embeddable = response.headers.get("cross-origin-resource-policy")
            add_headers(response, https=context.settings.address.startswith("https:"))
            if embeddable:
                response.headers["Cross-Origin-Resource-Policy"] = embeddable

    app.register_middleware(cors.preflight, "request")
    app.register_middleware(protect, "response")
    app.register_middleware(cors.allow_origin, "response")


def serve(settings: Settings) -> None:
    """Serve in this process until stopped."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each event stream holds a file open
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    store = open_store(settings)
    spool = open_spool(settings, store.vault)
    assistant = RasaAssistant(settings.assistant_url, settings.assistant_token, settings.assistant_deadline)
    screen = load_screen(ROOT / "data", settings.models_dir)
    if screen.degraded:
        logging.getLogger(__name__).error("The crisis screen runs on patterns alone: no semantic net under MODELS_DIR.")
    app = create_app(settings, store, spool, assistant, AlertWorker(store, spool, settings), screen)
    app.run(host=settings.host, port=settings.port, single_process=True, motd=False, access_log=False)
