"""What staff do with a conversation: take over, acknowledge, reply, hand back, close."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, redirect

from clinic.handoff import OUTCOMES, Move, State
from frontdesk.staff.pages import Refused, form_field, wants_json
from frontdesk.storage import Staff, Store, Turn

_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
CONTINUE = "continue pre-screening"  # what the button says for the visitor; the assistant knows these words


def add_routes(blueprint: Blueprint) -> None:
    for act in (take_over, acknowledge, reply, typing, hand_back, close):
        path = f"/conversations/<conversation_id:str>/{act.__name__.replace('_', '-')}"
        blueprint.add_route(act, path, methods=["POST"], name=act.__name__)


async def take_over(request: Request, conversation_id: str) -> HTTPResponse:
    staff, joined = request.ctx.session.staff, request.app.ctx.words["joined"]
    from_id = form_field(request, "from")

    def act(turn: Turn) -> None:
        holder = turn.conversation.owner_id
        if turn.conversation.state is State.STAFF and holder == staff.id:
            return
        if holder is not None and from_id != str(holder):
            raise Refused(
                f"{turn.conversation.owner} holds this conversation. Take it over from them if you have to."
            )
        turn.move(Move.TAKE_OVER, staff_id=staff.id)  # acknowledges the alert as well
        turn.append("system", {"text": joined.format(name=first_name(staff))})

    return await _perform(request, conversation_id, "take_over", act)


async def acknowledge(request: Request, conversation_id: str) -> HTTPResponse:
    staff_id = request.ctx.session.staff.id
    return await _perform(request, conversation_id, "acknowledge", lambda turn: turn.acknowledge(staff_id))


async def reply(request: Request, conversation_id: str) -> HTTPResponse:
    staff, limit = request.ctx.session.staff, request.app.ctx.settings.message_limit
    text, key = form_field(request, "text").replace("\r\n", "\n").strip(), form_field(request, "key")
    if not text:
        raise Refused("The reply is empty. Write something first.", 422)
    if len(text) > limit:
        raise Refused(
            f"The reply has {len(text)} characters; {limit} are possible. Send it in two parts.", 422
        )
    if not _KEY.fullmatch(key):
        raise Refused("This page is out of date. Copy your reply, reload the page and send it again.", 422)

    def act(turn: Turn) -> None:
        _must_hold(turn, staff)
        turn.append(
            "staff", {"text": text}, key=f"staff-{key}", author=first_name(staff)
        )  # once for each key

    return await _perform(request, conversation_id, "reply", act)


async def typing(request: Request, conversation_id: str) -> HTTPResponse:
    """Show the visitor that a person is writing."""
    context, staff = request.app.ctx, request.ctx.session.staff
    found = await asyncio.to_thread(context.store.conversation, conversation_id)
    if found is None or found.owner_id != staff.id:
        raise Refused("You do not hold this conversation.")
    context.typing.set(conversation_id, first_name(staff))
    context.changes.notify(conversation_id)
    return HTTPResponse(status=204)


async def hand_back(request: Request, conversation_id: str) -> HTTPResponse:
    return await _finish(request, conversation_id, Move.HAND_BACK, "handed_back")


async def close(request: Request, conversation_id: str) -> HTTPResponse:
    return await _finish(request, conversation_id, Move.CLOSE, "closed")


async def _finish(request: Request, conversation_id: str, move: Move, sentence: str) -> HTTPResponse:
    """Let go of a conversation: one transaction, so that no safety mark goes without its outcome."""
    staff, words = request.ctx.session.staff, request.app.ctx.words
    outcome, seen = form_field(request, "outcome"), form_field(request, "seen")
    if outcome not in OUTCOMES:
        raise Refused("Choose an outcome first.", 422)

    def act(turn: Turn) -> None:
        conversation = turn.conversation
        if conversation.state is State.STAFF:
            _must_hold(turn, staff)
        if seen != str(conversation.last_seq):
            raise Refused("There are new messages in this conversation. Read them first, then try again.")
        turn.clear_safety(staff.id, outcome)  # closes the alert as well, whether there is a mark or not
        turn.move(move, staff_id=staff.id)
        if move is Move.CLOSE:
            turn.new_generation()  # handing back begins one by itself
        button = {"title": words["continue_screening"], "payload": CONTINUE}
        turn.append(
            "bot", {"text": words[sentence], "buttons": [button] if conversation.dialogue.form else []}
        )

    return await _perform(request, conversation_id, move.value, act, detail=outcome)


def _must_hold(turn: Turn, staff: Staff) -> None:
    if turn.conversation.state is not State.STAFF or turn.conversation.owner_id != staff.id:
        holder = turn.conversation.owner
        sentence = (
            f"{holder} holds this conversation now." if holder else "You do not hold this conversation."
        )
        raise Refused(f"{sentence} Take it over first.")


async def _perform(
    request: Request, conversation_id: str, action: str, act: Callable[[Turn], None], detail: str = ""
) -> HTTPResponse:
    """Run an act and its audit in one transaction, then wake everybody who looks at the conversation."""
    context, staff_id = request.app.ctx, request.ctx.session.staff.id

    def audited(turn: Turn) -> None:
        act(turn)
        turn.audit(staff_id, action, detail)

    await asyncio.to_thread(_in_turn, context.store, conversation_id, audited)
    context.contexts.forget(conversation_id)  # what the assistant asked last is no longer the open question
    context.changes.notify(conversation_id)
    if wants_json(request):
        return json({"ok": True})
    return redirect(f"/staff/conversations/{conversation_id}", status=303)


def _in_turn(store: Store, conversation_id: str, act: Callable[[Turn], None]) -> None:
    # a turn makes the conversation when there is none; staff must never make one by a mistyped address
    if store.conversation(conversation_id) is None:
        raise Refused(
            "There is no such conversation. It may have been deleted at the visitor's request.", 404
        )
    with store.turn(conversation_id) as turn:
        act(turn)


def first_name(staff: Staff) -> str:
    """What visitors see of a staff member."""
    return staff.name.split()[0]
