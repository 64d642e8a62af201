"""The console's routes, its gate and its error pages, put together."""

from __future__ import annotations

from sanic import Blueprint

from clinic.handoff import IllegalMove
from frontdesk.staff import acts, conversation, login, questions, queue
from frontdesk.staff.guard import finish, gate
from frontdesk.staff.pages import Refused, on_illegal_move, on_refused, on_store_unavailable
from frontdesk.storage import StoreUnavailable


def staff_blueprint() -> Blueprint:
    """Routes under /staff; app.ctx has settings, store, clock, templates, changes, typing, words, degraded, and the topics."""
    blueprint = Blueprint("staff", url_prefix="/staff")
    for feature in (login, queue, conversation, acts, questions):
        feature.add_routes(blueprint)
    blueprint.middleware(gate, attach_to="request")
    blueprint.middleware(finish, attach_to="response")
    blueprint.exception(Refused)(on_refused)
    blueprint.exception(IllegalMove)(on_illegal_move)
    blueprint.exception(StoreUnavailable)(on_store_unavailable)
    return blueprint
