"""Words that are no answer to any question: a question back, small talk, danger.

The crisis screen (`clinic.safety`) has read every message before; the patterns of danger here only keep such words from
being stored as an answer when reading is used without it.
"""

from __future__ import annotations

import re

from clinic.screening.reading.text import plain, sentences, words

DANGER = "It sounds as if you may be in danger, and that matters more than these questions. Are you safe right now?"
QUESTION = "That is a fair question. I can go on with this one whenever you are ready: please answer it in a few words."
SMALL_TALK = "Please answer the question in a few words, or ask me anything about it."
REFUSED = "I am sorry, this question cannot be left out."

_AUXILIARY = re.compile(
    r"(?:do|does|did|is|are|can|could|will|would|should|shall|may|might|am) (?:i|you|we|they|it|this|that|"
    r"there|he|she|the|my|your|"
    r"these|those|ketamine|spravato|insurance|medicare|medicaid|people|patients|someone|anyone|anybody|"
    r"everyone|any|treatment|kids)\b(?! not sure)"
    r"|(?:was|were|has|have) (?:i|you|we|they|it|this|that|there|anyone|anybody)\b"
)
_WH = re.compile(
    r"(?:and |but |so |ok |okay |wait |um |hey |hi |sorry |also |lol |well |then )*"
    r"(?:why\b(?! not$)|what(?:$| (?:is|are|was|were|do|does|did|if|about|kind|kinds|type|types|time|happens|"
    r"happened|else|should|can|could|"
    r"would|will|for|the|you|counts|medicines?|antidepressants|age|reason|now|exactly|even|in|qualifies|sort|"
    r"about)\b)"
    r"|how(?:$| (?:long|much|many|do|does|did|is|are|was|were|will|would|can|could|should|about|come|often|"
    r"soon|fast|safe|old|far|"
    r"late|early|private|secure|exactly|to|else|quickly|effective|expensive|big|accurate)\b)"
    r"|when (?:is|are|do|does|did|will|can|could|should|would)\b|where(?:$| (?:is|are|do|does|can|will|did|"
    r"would|should)\b)"
    r"|who(?:$| (?:is|are|will|sees|reads|has|can|gets|do|does|would|else|should|are you)\b)"
    r"|which(?:$| (?:is|one|ones|are|do|does|kind|medicines?|antidepressants|of|drugs|doctor|question)\b))"
)
_ASKING = re.compile(
    r"\bwhy (?:do|would|does|are|is|should|did) (?:you|i|it|this|that|they|we)\b|\bwhy you (?:need|want|ask|"
    r"are|would)\b|\bwhat (?:do|did) you mean\b"
    r"|\bwhat does \w+(?: \w+)* mean\b|\bwhat (?:counts|is that|is this|qualifies)\b|"
    r"\bdoes \w+(?: \w+)? count\b|\bhow (?:long|much) (?:does|do|is|will|would)\b"
    r"|\bdo you (?:take|accept|have|offer|know|need|want|think|sell|share|keep|store|guys|treat)\b|\b(?:can|"
    r"could|would|will) you (?:explain|tell|help|repeat|clarify|call|please)\b"
    r"|\bi (?:have|had|got) (?:a|another|one|some) questions?\b|\bi (?:would like|want|need) to (?:know|ask|"
    r"understand)\b|\b(?:just )?(?:wondering|curious)\b"
    r"|^(?:please )?(?:explain|clarify|define|tell me|rephrase|repeat)\b|\b(?:do|did) not (?:understand|"
    r"get) (?:the|this|that|your|it|what|why)\b|^(?:i )?do not understand$"
    r"|^(?:i am )?confused$|^(?:a )?question$|\bnot sure (?:what|why) (?:you|this|that|it|to)\b|"
    r"\bdo not know (?:what|why) (?:you|this|that is|it means|to (?:say|put|answer|write|type))\b"
    r"|^(?:for )?(?:like )?what(?: for)?$|^such as$|^(?:huh|come again|pardon(?: me)?|excuse me|sorry|meaning|"
    r"eh)$|\bwhat (?:are|were) (?:the )?(?:side effects|risks)\b"
    r"|\bcan i (?:ask|get|have|still|bring|drive|talk|speak|skip|come|take)\b|^(?:is|are) .+ (?:safe|ok|okay|"
    r"covered|legal|addictive|dangerous|allowed|necessary|required)$"
)
_TAG = re.compile(
    r"\b(?:ok|okay|right|allowed|safe|bad|a problem|count|matter|included|covered|enough|necessary|"
    r"fine)\s*\?+$"
)
_SMALL_TALK = re.compile(
    r"(?:l+o+l+|lmao+|rofl|(?:ha)+h?|he(?:he)+|hi+|hello+|helo|hey+|howdy|yo|sup|good (?:morning|afternoon|"
r"evening|day|night)|thanks?(?: you)?(?: so much| very much)?|"
    r"you are welcome|bye+|goodbye|see you|h+m+|u+m+|u+h+|er+|wow|omg|wtf|ugh+|meh|brb|wait|hold on|"
r"one (?:sec|second|moment|minute)|"
    r"give me a (?:sec|second|minute|moment)|just a (?:sec|second|minute|moment)|stop|cancel|quit|exit|"
r"help(?: me)?|start over|restart|back|go back|menu|test(?:ing)?|whatever|"
    r"(?:are )?you (?:are )?(?:a )?(?:real|bot|robot|human|stupid|dumb|useless|funny)(?: bot)?|"
r"this is (?:stupid|dumb|annoying|ridiculous|a waste of time|taking forever|too long)|"
    r"(?:talk|speak) to (?:a |an )?(?:human|person|real person|someone|agent|representative|nurse|doctor)|"
r"(?:a )?(?:human|agent|representative|operator)(?: please)?|"
    r"i want to (?:talk|speak) to (?:a |an )?\w+(?: \w+)?|i love you|shut up|f(?:uck|\*+) (?:you|off|this)|"
r"fuck|shit|damn|asdf\w*|qwerty\w*|blah(?: blah)*|foo|"
    r"nice to meet you|how are you|what is up|i am bored|knock knock|tell me a joke|i am (?:back|here)|"
r"not now|later|maybe later|"
    r"(?:the )?weather(?: is \w+)?|merry christmas|happy \w+|interesting|i see|got it|bot|robot)"
)  # fmt: skip
_DANGER = re.compile(
    r"\b(?:kill(?:ing)? (?:my ?self|him|her|them|someone|people|everyone|my (?:wife|husband|boss|family|kids|"
    r"mother|father))|kms|unalive|"
    r"(?:end|ending|take|taking) my (?:own )?life|end(?:ing)? it all|(?:want|wish|going|ready|plan|planning|"
    r"rather|hope|prefer) to (?:die|be dead)|wish i (?:was|were) (?:dead|never born)|"
    r"better off (?:dead|without me)|(?:taking|take|took|swallow(?:ed|ing)?) (?:them|it|all of (?:them|it)|"
    r"all) (?:all )?(?:tonight|now|at once|together)|(?:all|whole bottle of) (?:of )?(?:my|the) (?:pills|"
    r"medicines|tablets)|"
    r"taking them all|took them all|overdos(?:e|ed|ing)|(?:cut|cutting|hurt|hurting|harm|harming|hang|hanging|"
    r"shoot|shooting|drown|drowning|stab) my ?self|"
    r"(?:do|did) not (?:want|wish|deserve) to (?:live|be alive|be here|exist|wake up|go on)|no (?:reason|"
    r"point) (?:to live|in living|living|to go on)|"
    r"can not (?:go on|do this any more|take (?:it|this) any more)|nothing (?:left )?to live for|(?:have|got|"
    r"holding|bought) (?:a|my|the) gun|jump off|"
    r"(?:can not|trouble|struggling to|hard to) breath?e?|chest pains? (?:right )?now|"
    r"voices? (?:are )?tell(?:ing|s)? me|"
    r"quiero morir|matarme|suicidarme|no quiero vivir|he (?:is )?(?:hit(?:ting)?|hurt(?:ing)?) me|"
    r"goodbye (?:forever|cruel world|everyone)|it(?: does not| will not) matter (?:after|soon))\b"
)
_SUICIDAL = re.compile(r"\bsuicid\w*")
_SUICIDAL_NOT_NOW = re.compile(
    r"\b(?:no|not|never|without|non|was|were|used to|had|history of|past|lost|ago|of my|attempted|in (?:19|"
    r"20)\d\d|prevention|after the|by|committed|died)\b"
)


def not_an_answer(text: str) -> str | None:
    """Why the words cannot be an answer, in a sentence for the visitor; None when they may be one."""
    low = plain(text)
    if not re.search(r"\w|👍|👎|✅|❌|🤷|✔", low):
        return SMALL_TALK
    if is_danger(text):
        return DANGER
    if not without_questions(text):
        return QUESTION
    if _SMALL_TALK.fullmatch(_bare(low)):
        return SMALL_TALK
    return None


_CHATTER = re.compile(
    r"(?:ok(?:ay)?|k|cool|nice|great|awesome|good|fine|sure|continue|next|go on|ready|understood|makes sense|"
    r"fair enough|right|yes|no|maybe)"
)


def is_chatter(text: str) -> bool:
    """Words that answer a closed question at most; never a name, a reason or a medicine."""
    return _CHATTER.fullmatch(_bare(plain(text))) is not None


def is_danger(text: str) -> bool:
    """The text speaks of dying or harm now."""
    low = plain(text)
    if _DANGER.search(low):
        return True
    return any(
        not _SUICIDAL_NOT_NOW.search(low[max(0, match.start() - 30) : match.end() + 30]) for match in _SUICIDAL.finditer(low)
    )


def without_questions(text: str) -> str:
    """The text without the sentences in which the visitor asks something back."""
    return " ".join(sentence for sentence in sentences(text) if not is_question(sentence))


def is_question(sentence: str) -> bool:
    """One sentence that asks; a bare question mark after an answer ("41?") does not make it a question."""
    low = plain(sentence)
    bare = _bare(low)
    if _WH.match(bare) or _AUXILIARY.match(bare) or _ASKING.search(bare):
        return True
    return low.endswith("?") and (_TAG.search(low) is not None or len(words(low)) > 6)


def _bare(low: str) -> str:
    return " ".join(re.sub(r"[^\w\s'/+*-]", " ", low).split())
