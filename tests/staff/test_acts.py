"""What staff do with a conversation, and what the visitor then reads."""

from __future__ import annotations

import pytest

from clinic.handoff import State

from .desk import Browser, Desk


def texts(desk: Desk, conversation_id: str) -> list[tuple[str, str]]:
    return [(message.role, message.body["text"]) for message in desk.store.messages(conversation_id)]


def seen(desk: Desk, conversation_id: str) -> str:
    return str(desk.store.conversation(conversation_id).last_seq)


def held(desk: Desk, **options) -> tuple[Browser, str]:
    """A conversation that Sam has taken over."""
    browser, conversation_id = desk.signed_in(), desk.conversation("hello", **options)
    assert browser.act(conversation_id, "take-over").status_code == 303
    return browser, conversation_id


def test_take_over_in_a_crisis(desk: Desk) -> None:
    _, conversation_id = held(desk, crisis=True)
    conversation, alert = desk.store.conversation(conversation_id), desk.store.open_alert(conversation_id)
    assert (conversation.state, conversation.owner) == (State.STAFF, "Sam Rivers")
    assert conversation.safety is not None, "taking over does not clear the mark"
    assert alert.acknowledged_by == conversation.owner_id
    assert texts(desk, conversation_id)[-1] == (
        "system",
        "Sam from the clinic has joined. You are now talking with a person.",
    )


def test_taking_over_twice_says_it_once(desk: Desk) -> None:
    browser, conversation_id = held(desk)
    assert browser.act(conversation_id, "take-over").status_code == 303
    assert [role for role, _ in texts(desk, conversation_id)] == ["visitor", "system"]


def test_a_colleague_has_to_name_whom_they_take_it_from(desk: Desk) -> None:
    _, conversation_id = held(desk)
    kit = desk.signed_in("kit", "Kit Lang")
    refused = kit.act(conversation_id, "take-over")
    assert refused.status_code == 409
    assert "Sam Rivers holds this conversation" in refused.text
    owner = desk.store.conversation(conversation_id).owner_id
    assert f'name="from" value="{owner}"' in kit.get(f"/staff/conversations/{conversation_id}").text
    assert kit.act(conversation_id, "take-over", **{"from": str(owner)}).status_code == 303
    assert desk.store.conversation(conversation_id).owner == "Kit Lang"


def test_acknowledge_without_taking_over(desk: Desk) -> None:
    browser, conversation_id = desk.signed_in(), desk.conversation("hello", crisis=True)
    browser.act(conversation_id, "acknowledge")
    assert desk.store.open_alert(conversation_id).acknowledged_at is not None
    assert desk.store.conversation(conversation_id).state is State.WAITING


def test_a_reply_reaches_the_visitor_under_the_first_name_once(desk: Desk) -> None:
    browser, conversation_id = held(desk)
    for _ in range(2):
        answer = browser.act(
            conversation_id, "reply", text="Good morning,\r\nI am here. ", key="0123456789abcdef"
        )
        assert answer.status_code == 303
    messages = desk.store.messages(conversation_id)
    assert [message.role for message in messages] == ["visitor", "system", "staff"]
    assert (messages[-1].author, messages[-1].body) == ("Sam", {"text": "Good morning,\nI am here."})


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("  ", "0123456789abcdef", "empty"),
        ("x" * 2001, "0123456789abcdef", "2001 characters"),
        ("hello", "", "out of date"),
    ],
)
def test_replies_that_cannot_be_sent(desk: Desk, text: str, key: str, why: str) -> None:
    browser, conversation_id = held(desk)
    answer = browser.act(conversation_id, "reply", text=text, key=key)
    assert answer.status_code == 422
    assert why in answer.text
    assert len(texts(desk, conversation_id)) == 2


def test_only_the_holder_replies_types_hands_back_and_closes(desk: Desk) -> None:
    _, conversation_id = held(desk)
    kit = desk.signed_in("kit", "Kit Lang")
    fields = {
        "text": "hi",
        "key": "0123456789abcdef",
        "outcome": "answered",
        "seen": seen(desk, conversation_id),
    }
    for act in ("reply", "typing", "hand-back", "close"):
        assert (kit.act(conversation_id, act, **fields).status_code, act) == (409, act)
    assert desk.app.ctx.typing.who(conversation_id) is None
    assert len(texts(desk, conversation_id)) == 2


def test_typing_is_shown_to_the_visitor(desk: Desk) -> None:
    browser, conversation_id = held(desk)
    assert browser.act(conversation_id, "typing").status_code == 204
    assert desk.app.ctx.typing.who(conversation_id) == "Sam"


def test_hand_back_settles_everything_and_offers_to_go_on(desk: Desk) -> None:
    browser, conversation_id = held(desk, crisis=True, form="screening_form")
    before = desk.store.conversation(conversation_id)
    fields = {"outcome": "safe_contact_made", "seen": seen(desk, conversation_id)}
    assert browser.act(conversation_id, "hand-back", **fields).status_code == 303
    after = desk.store.conversation(conversation_id)
    assert (after.state, after.safety, after.owner) == (State.BOT, None, None)
    assert after.generation == before.generation + 1
    assert desk.store.open_alert(conversation_id) is None
    last = desk.store.messages(conversation_id)[-1]
    assert last.role == "bot"
    assert last.body["text"] == desk.app.ctx.words["handed_back"]
    assert last.body["buttons"] == [{"title": "Continue pre-screening", "payload": "continue pre-screening"}]


def test_close_without_a_form_offers_no_button(desk: Desk) -> None:
    browser, conversation_id = held(desk)
    before = desk.store.conversation(conversation_id)
    browser.act(conversation_id, "close", outcome="answered", seen=seen(desk, conversation_id))
    after = desk.store.conversation(conversation_id)
    assert (after.state, after.generation) == (State.CLOSED, before.generation + 1)
    assert desk.store.messages(conversation_id)[-1].body == {
        "text": desk.app.ctx.words["closed"],
        "buttons": [],
    }


def test_a_waiting_conversation_can_be_closed_by_anyone(desk: Desk) -> None:
    browser, conversation_id = desk.signed_in(), desk.conversation("hello", crisis=True)
    browser.act(conversation_id, "close", outcome="false_alarm", seen=seen(desk, conversation_id))
    assert desk.store.conversation(conversation_id).state is State.CLOSED


@pytest.mark.parametrize("outcome", ["", "invented"])
def test_an_outcome_is_required(desk: Desk, outcome: str) -> None:
    browser, conversation_id = held(desk, crisis=True)
    answer = browser.act(conversation_id, "close", outcome=outcome, seen=seen(desk, conversation_id))
    assert (answer.status_code, "Choose an outcome" in answer.text) == (422, True)
    assert desk.store.conversation(conversation_id).safety is not None


def test_nobody_is_let_go_with_unread_words(desk: Desk) -> None:
    browser, conversation_id = held(desk, crisis=True)
    looked_at = seen(desk, conversation_id)
    with desk.store.turn(conversation_id) as turn:
        turn.append("visitor", {"text": "one more thing"})
    for act in ("hand-back", "close"):
        answer = browser.act(conversation_id, act, outcome="false_alarm", seen=looked_at)
        assert answer.status_code == 409
        assert "new messages" in answer.text
    assert desk.store.conversation(conversation_id).safety is not None


def test_an_illegal_move_is_a_sentence(desk: Desk) -> None:
    browser, conversation_id = desk.signed_in(), desk.conversation("hello")
    fields = {"outcome": "answered", "seen": seen(desk, conversation_id)}
    answer = browser.act(conversation_id, "close", **fields)
    assert answer.status_code == 409
    assert "no longer in the state you saw" in answer.text
    answer = browser.post(
        f"/staff/conversations/{conversation_id}/hand-back", headers={"accept": "application/json"}, **fields
    )
    assert answer.status_code == 409
    assert "no longer in the state" in answer.json()["error"]["message"]


def test_an_act_on_an_unknown_conversation_makes_none(desk: Desk) -> None:
    browser = desk.signed_in()
    assert browser.act("mistyped", "take-over").status_code == 404
    assert desk.store.conversation("mistyped") is None


def test_every_act_is_audited_and_wakes_the_visitor(desk: Desk) -> None:
    woken: list[str] = []
    notify = desk.app.ctx.changes.notify
    desk.app.ctx.changes.notify = lambda conversation_id: (
        woken.append(conversation_id),
        notify(conversation_id),
    )
    browser, conversation_id = held(desk, crisis=True)
    staff_id = desk.store.staff("sam").id
    browser.act(conversation_id, "acknowledge")
    browser.act(conversation_id, "reply", text="hello", key="0123456789abcdef")
    browser.act(conversation_id, "hand-back", outcome="answered", seen=seen(desk, conversation_id))
    trail = [entry for entry in desk.audit_trail() if entry[2] == conversation_id]
    assert (staff_id, "hand_back", conversation_id, "answered") in trail
    assert {"take_over", "acknowledge", "reply", "hand_back", "clear_safety"} == {entry[1] for entry in trail}
    assert not any("hello" in entry[3] for entry in trail)
    assert woken == [conversation_id] * 4


def test_a_refused_act_changes_and_audits_nothing(desk: Desk) -> None:
    _, conversation_id = held(desk)
    kit = desk.signed_in("kit", "Kit Lang")
    before = len(desk.audit_trail())
    kit.act(conversation_id, "take-over")
    assert len(desk.audit_trail()) == before


def test_a_closed_conversation_can_be_taken_up_again(desk: Desk) -> None:
    browser, conversation_id = held(desk)
    browser.act(conversation_id, "close", outcome="answered", seen=seen(desk, conversation_id))
    assert browser.act(conversation_id, "take-over").status_code == 303
    assert desk.store.conversation(conversation_id).state is State.STAFF
