"""Yes, no, not sure and "rather not say" in the many forms that people type."""

from __future__ import annotations

import re

from clinic.screening.reading.text import plain, words

YES, NO, UNSURE = "yes", "no", "unsure"

_YES_WORD = (
    r"y|ya|yah|yas+|ye|yea+|yeah+|yeh|yep+|yes+|yess?ir|yup+|yuh|yesh|yse|ues|tes|aye|si|sí|oui|correct|"
    r"indeed|affirmative"
    r"|absolutely|certainly|definitely|surely|sure|true|positive|mhm+|mm+ hmm*|uh huh"
)
_NO_WORD = r"n|no+|nope+|nop|nah+|naw|nay|never|negative|nada|false|nein|nuh uh|uh uh|noi|mo nope|none"
_FILLER = re.compile(
    r"\b(?:u+m+|u+h+(?! (?:huh|uh))|er+m*|well|oh|ah|^so|hm+|honestly|thanks?(?: you)?|please|sir|ma'?am|mam|"
    r"miss|doctor|doc|dear|hun|"
    r"lol|haha+|actually|just|i mean|sorry|again|dude|man|bro|ok so|like i said|to be honest|tbh|god|gosh|"
    r"my friend|thank god)\b"
)
_YES_PHRASE = re.compile(
    r"(?:that is |it is |this is )?(?:right|correct|true|so)|of course|ofc|i (?:do|am|have|did|was|would|can)|"
    r"it (?:is|does|has)"
    r"|(?:i )?(?:think|believe|guess|suppose|reckon) so|i (?:think|believe|guess|suppose) (?:yes|yeah|i (?:do|"
    r"am|have))"
    r"|very much(?: so)?|100 ?%?|for sure|sure thing|you bet|totally|yes sir|yes ma'?am|👍+.*|✅|✔|claro|"
    r"por supuesto|big time"
    r"|afraid so|unfortunately|sadly|(?:most )?(?:definitely|certainly)|always|all the time|i sure (?:do|am|have)"
)
_NO_PHRASE = re.compile(
    r"not (?:really|at all|that (?:i|i am|im) (?:know|aware|remember|recall|can think)(?: of)?|"
    r"to my knowledge|me|ever|in the least"
    r"|a chance|even once|one bit|applicable to me|in my case|for me)"
    r"|(?:i )?(?:do|did) not (?:think|believe)(?: so| that i (?:do|am|have|did)| i (?:do|am|have|did))?"
    r"|i (?:do|am|have|did|was|would|can) not|it (?:is|does|has) not|(?:absolutely|definitely|certainly|"
    r"of course|hell|god|heck) (?:not|no)"
    r"|no way|nothing(?: like that)?|neither|i have never(?: (?:had|been|taken|experienced)(?: (?:it|that|any|"
    r"one))?)?|as far as i know no"
    r"|nothing (?:that )?i know of|none(?: of (?:that|those|these|the above))?|👎+.*|❌|not so far|no sir|"
    r"no ma'?am|no siree|no thank(?:s| you)"
    r"|none that i know of|not in my life|never (?:ever|have|had|in my life|been|did)|nothing of the sort|"
    r"zero|not i|ni|nunca|para nada"
)
_UNSURE = re.compile(
    r"\b(?:maybe|mabye|mayb|may be|perhaps|possibly|probably|likely|not (?:\w+ )?(?:sure|certain|positive)|"
    r"unsure|uncertain|not 100 ?%?"
    r"|not (?:entirely|quite|totally|completely|really|too|so|all that|exactly|100 ?%) (?:sure|certain)"
    r"|do not (?:really |even |quite |actually |honestly )?(?:know|remember|recall)|did not know|(?:can|"
    r"could) not (?:remember|recall|say|tell)"
    r"|no (?:idea|clue)|who knows|hard to (?:say|tell)|could (?:be|have)|might(?: be| have)?|sort of|sorta|"
    r"kind of|kinda|it depends|depends"
    r"|yes and no|beats me|unclear|wish i knew|not been (?:tested|checked|told)|never been (?:tested|checked)|"
    r"i forget|i forgot|no se|no sé"
    r"|quien sabe|quizas|tal vez|doubt it|not clear|iffy|questionable|suspect|🤷\S*)"
)
_BARE_UNSURE = re.compile(r"\s*\?+\s*")
_CONFLICT = re.compile(r"\b(?:yes and no|yes or no|y/n|y or n|yes no)\b")
_REFUSAL = re.compile(
    r"\b(?:prefer not(?: to)?|rather not|skip|pass(?: on (?:this|that))?$|no comment|none of (?:your|"
    r"ur) (?:business|beeswax)|nunya"
    r"|(?:do|would) not (?:want|wish|like|care|feel comfortable) (?:to )?(?:say|answer|share|tell|disclose|"
    r"give|discuss|provide|talk|answering|sharing|saying|giving)"
    r"|not (?:comfortable|willing|going to|gonna) (?:to )?(?:say|answer|share|tell|with|answering|sharing|"
    r"saying|telling|giving|disclose)"
    r"|not comfortable|will not (?:say|tell|answer|share)|not (?:saying|telling|answering|sharing)|refuse|"
    r"decline|no answer|leave (?:it|that|this) (?:blank|empty|out)"
    r"|blank|move on|next question|(?:that is|it is|too|this is|kind of|pretty|kinda|"
    r"a bit) (?:\w+ )?(?:private|personal)|^(?:private|personal|confidential|next)$"
    r"|keep (?:that|it|this) (?:to myself|private)|do not (?:want|have) to (?:say|answer|tell)|why should i|"
    r"i will pass|paso|prefiero no"
    r"|(?:do|can) we (?:skip|move)|mind my own|mind your own|not your business)\b"
)
_LEAD_YES = re.compile(rf"(?:{_YES_WORD})\b")
_INDIFFERENT = re.compile(r"i do not (?:care|mind|understand|like|want|need)\b")
_LEAD_NO = re.compile(rf"(?:{_NO_WORD}|not)\b")


def is_refusal(text: str) -> bool:
    """The visitor would rather not answer; never true of words that carry a number to call or an address."""
    low = plain(text)
    if "@" in low or sum(char.isdigit() for char in low) >= 7:
        return False
    return len(low.split()) <= 16 and _REFUSAL.search(re.sub(r"[^\w\s'/]", "", low).strip()) is not None


def polarity(text: str) -> str | None:
    """ "yes", "no", "unsure", or None where the words say none of them clearly."""
    low = plain(text)
    if _BARE_UNSURE.fullmatch(low):
        return None
    core = _core(low)
    if _NO_PHRASE.fullmatch(core):
        return NO
    if _YES_PHRASE.fullmatch(core):
        return YES
    if re.match(r"(?:yeah|yea|yes),? (?:nah|no)$", core):
        return NO if core.endswith("nah") else None
    return _leading(core)


def _core(low: str) -> str:
    """Fillers, marks and spaces taken away."""
    bare = re.sub(r"[.,!;:()\"*~_]+", " ", low)
    return " ".join(_FILLER.sub(" ", bare).split()) or " ".join(bare.split())


def _leading(core: str) -> str | None:
    if _CONFLICT.search(core):
        return UNSURE if "and" in core else None
    unsure = _UNSURE.search(core)
    yes, no = _LEAD_YES.match(core), _LEAD_NO.match(core) or _NO_PHRASE.match(core)
    if _INDIFFERENT.match(core):
        return None
    if unsure and (not (yes or no) or unsure.start() <= 4 or len(words(core)) <= 5):
        return UNSURE
    if yes and re.search(rf"\b(?:{_NO_WORD})\b(?! (?:longer|more|problem|doubt|question|one|idea))$", core[yes.end() :]):
        return None
    if yes:
        return YES
    if no and not re.match(r"(?:no (?:longer|more|wonder|doubt)|not (?:any ?more|only|just))\b", core):
        return None if re.search(r"\b(?:yes|yeah|yep)\b", core) else NO
    return UNSURE if unsure else None
