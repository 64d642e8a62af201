"""The fixed words: every reply in every state, and the linter of the policy over every string."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from clinic.readability import grade
from clinic.safety import Category, Subject, Tier, Verdict
from clinic.safety.replies import LANGUAGES, CrisisReply, Replies, ReplyError, StaffFacts
from clinic.safety.resources import ResourceError, _resource

ALERTS = ("not_stored", "stored", "delivered", "acknowledged")
TIERS = (Tier.EMERGENCY, Tier.CRISIS, Tier.CHECK_IN)
COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ", "FR", None)

NEVER = {
    "secrecy": r"keep (this|it) (a )?secret|between (us|you and me)|no one will know|no le diré a nadie",
    "promise": r"\bI promise|will be (fine|ok|okay|all right)|todo (va a estar|estará) bien|prometo",
    "sending help": r"we will send|send(ing)? (someone|help|an ambulance|police)|enviaremos|mandaremos",
    "guilt": r"think of your|your (family|kids|children) (need|would)|piense en su",
    "minimising": r"calm down|could be worse|cheer up|just (relax|breathe)|cálmese|podría ser peor",
    "false understanding": r"(understand|know) exactly|know how you feel|sé cómo se siente|entiendo perfectamente",
    "judging words": r"\bcommit|successful|failed|\bcometer",
    "diagnosis": r"you (have|are) (depress|bipolar|psychotic)|diagnos",
    "risk score": r"\b(high|low|medium) risk|risk (level|score)|nivel de riesgo",
    "the product": r"ketamin|ketamina|infusion|spravato|treatment|appointment",
    "ending the chat": r"(chat|conversation) (is|has) (over|ended)|goodbye|adiós",
    "misunderstood": r"you misunderstood|did I get (this|that) wrong",
    "cheer": r"have a (great|nice|good) day|buen día",
    "methods": r"\b(rope|gun|pill|overdose|blade|bridge|milligram|mg|dose|lethal|pistola|pastilla|sobredosis|dosis)",
    "loudness": r"[!¡]|[\U0001F300-\U0001FAFF\u2600-\u27BF]",
    "numbers": r"\d(?![\d-]*\})(?!.*elsewhere)",
}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("when", "lines"):
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def all_replies(replies: Replies) -> Iterator[tuple[Verdict, str, str | None, StaffFacts, CrisisReply]]:
    for tier, category, subject, language, country, alert, office in product(
            TIERS, [None, *Category], Subject, LANGUAGES, COUNTRIES, ALERTS, (None, True, False)):
        verdict, staff = Verdict(tier, category, subject), StaffFacts(alert, office)  # type: ignore[arg-type]
        yield verdict, language, country, staff, replies.reply(verdict, language=language, country=country, staff=staff)


@pytest.mark.parametrize("fault", sorted(set(NEVER) - {"numbers"}))
def test_never_said(replies: Replies, fault: str) -> None:
    said = [text for text in strings(dict(replies.words)) if re.search(NEVER[fault], text, re.IGNORECASE)]
    assert said == []


def test_the_linter_can_fail() -> None:
    bad = {"guilt": "Think of your children.", "loudness": "Call now!", "promise": "I promise it gets better.",
           "sending help": "We will send someone.", "judging words": "before you commit suicide", "methods": "Put the gun away."}
    assert [fault for fault, text in bad.items() if not re.search(NEVER[fault], text, re.IGNORECASE)] == []


def test_every_number_is_one_of_resources(replies: Replies) -> None:
    known = {row.number for row in replies.resources.rows if row.number}
    numbers = {number for text in strings(dict(replies.words)) for number in re.findall(r"\d[\d -]*\d", text)}
    assert numbers <= known


def test_every_state_has_a_short_plain_reply_with_lines(replies: Replies) -> None:
    for _, language, _, _, reply in all_replies(replies):
        assert 0 < len(reply.text.split()) <= 90
        assert "{" not in reply.text
        assert reply.lines
        assert reply.text.endswith("?")
        assert reply.text.count("?") <= 2
        assert len(reply.buttons) == 3
        assert replies.words["automated"][language] in reply.text


def test_the_reading_grade_is_six_or_lower(replies: Replies) -> None:
    worst = max((grade(reply.text), reply.text) for _, language, _, _, reply in all_replies(replies) if language == "en")
    assert worst[0] <= 6, worst


def test_emergency_comes_first(replies: Replies) -> None:
    for category, subject in product([None, *Category], Subject):
        reply = replies.reply(Verdict(Tier.EMERGENCY, category, subject), language="en", country="US", staff=StaffFacts())
        assert reply.lines[0].href == "tel:911"
        assert "911" in reply.text


def test_an_overdose_gets_poison_control(replies: Replies) -> None:
    reply = replies.reply(Verdict(Tier.EMERGENCY, Category.ATTEMPT), language="en", country="US", staff=StaffFacts("stored"))
    assert "tel:+18002221222" in [line.href for line in reply.lines]


@pytest.mark.parametrize(("country", "href"), [
    ("US", "tel:988"), ("CA", "tel:988"), ("GB", "tel:116123"), ("IE", "tel:116123"), ("AU", "tel:131114"), ("NZ", "tel:1737"),
    ("FR", "https://findahelpline.com/")])
def test_lines_follow_the_country(replies: Replies, country: str, href: str) -> None:
    reply = replies.reply(Verdict(Tier.CRISIS), language="en", country=country, staff=StaffFacts("stored"))
    assert reply.lines[0].href == href
    assert ("911" in reply.text) == (country in ("US", "CA"))


def test_unknown_country_gets_both(replies: Replies) -> None:
    hrefs = {line.href for line in replies.reply(Verdict(Tier.CRISIS), language="en", country=None, staff=StaffFacts()).lines}
    assert {"tel:988", "tel:911", "https://findahelpline.com/"} <= hrefs


@pytest.mark.parametrize(("alert", "must", "must_not"), [
    ("not_stored", "could not reach our staff", "alerting"),
    ("stored", "I am alerting our staff now. I can't promise how soon someone will read it.", "seen"),
    ("delivered", "have been sent an alert", "seen"),
    ("acknowledged", "has seen the alert", "promise how soon")])
def test_staff_line_never_claims_more_than_the_fact(replies: Replies, alert: Any, must: str, must_not: str) -> None:
    text = replies.reply(Verdict(Tier.CRISIS), language="en", country="US", staff=StaffFacts(alert)).text
    assert must in text
    assert must_not not in text


def test_a_closed_office_is_said(replies: Replies) -> None:
    closed = replies.reply(Verdict(Tier.CRISIS), language="en", country="US", staff=StaffFacts("stored", open=False))
    unknown = replies.reply(Verdict(Tier.CRISIS), language="en", country="US", staff=StaffFacts("stored", open=None))
    assert "closed now" in closed.text
    assert "closed" not in unknown.text


def test_third_person_is_asked_for_consent(replies: Replies) -> None:
    text = replies.reply(Verdict(Tier.CRISIS, Category.THIRD_PERSON, Subject.OTHER), language="en", country="US", staff=StaffFacts()).text
    assert "Would you like me to ask them to contact you?" in text


def test_a_check_in_asks_the_direct_question(replies: Replies) -> None:
    reply = replies.reply(Verdict(Tier.CHECK_IN), language="en", country="US", staff=StaffFacts("stored"))
    assert "thoughts of killing yourself right now?" in reply.text
    assert [button["title"] for button in reply.buttons] == ["Yes", "No", "Not sure"]


def test_no_crisis_words_without_a_crisis(replies: Replies) -> None:
    with pytest.raises(ReplyError):
        replies.reply(Verdict(Tier.SUPPORT), language="en", country="US", staff=StaffFacts())


def test_no_row_claims_a_verification_of_the_future(replies: Replies) -> None:
    for row in replies.resources.rows:
        assert row.verified_on is None or row.verified_on <= date.today()
        assert row.source.startswith("https://")
        assert set(row.label) == set(row.detail) == set(LANGUAGES)


def test_due_rows(replies: Replies) -> None:
    assert {row.id for row in replies.resources.due(date(2026, 12, 1))} == {r.id for r in replies.resources.rows if r.verified_on is None}


def test_emergency_lines_for_the_widget(replies: Replies) -> None:
    assert [line.href for line in replies.emergency_lines("US")][:2] == ["tel:911", "tel:988"]


def test_support_line_is_one_sentence(replies: Replies) -> None:
    assert "988" in replies.support_line("en")
    assert "988" not in replies.support_line("en", "GB")
    assert "pensamientos" in replies.support_line("es")


@pytest.mark.parametrize("change", [{"href": "http://x"}, {"purpose": "fun"}, {"extra": 1}, {"number": "999"}])
def test_bad_rows_are_refused(change: dict[str, Any]) -> None:
    row = {"id": "x", "country": "US", "purpose": "suicide", "who": "a", "channel": "call", "number": "988", "href": "tel:988",
           "label": {"en": "a", "es": "a"}, "detail": {"en": "a", "es": "a"}, "hours": "24/7", "languages": ["en"],
           "verified_on": None, "review_by": date(2027, 5, 1), "source": "https://x"}
    assert _resource(row).number == "988"
    with pytest.raises(ResourceError, match="row x"):
        _resource({**row, **change})
