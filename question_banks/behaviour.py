"""Whether a sentence of evidence names something a person said or did, as opposed to what somebody thought of them.

English only, by lists and rules: a quotation, a figure that is not a grade, or a verb of saying or doing whose subject
is not the writer. Kept apart from spaCy so that it costs nothing to ask.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REGULAR = """
accept acknowledge adapt add address admit agree align analyse analyze anchor answer apologise apologize apply
argue articulate ask assign assume attempt avoid blame book brainstorm call calculate challenge change check
cite claim clarify close coach collect commit compare compliment complete concede confirm connect contrast
contradict convert correct count cover create criticise criticize dance decide decline deepen deflect defend
define deliver describe detail develop diagnose disagree discover discuss dismiss dodge
drill earn end escalate estimate evaluate exceed explain explore express fail figure finish flag follow forecast
formulate gather generate guess handle help hesitate highlight hire ignore illustrate implement improvise
include increase inform insist interrupt introduce invent invite involve isolate jump justify label land launch
laugh learn listen list lower map mention misquote mirror move name narrate negotiate note notice offer
open outline own paraphrase pause perform persist persuade phrase pick pitch plan play point postpone practise
practice praise prepare present press pressure prioritise prioritize probe promise propose prospect
provide pull push qualify quantify question quote raise rank react reassure recall recap recommend
recover refer reflect reframe refuse rehearse reject relate remember remind repeat rephrase replace report
request research resist resolve respond restart restate return reveal review rework rush schedule
segment separate share shift simplify sketch skip solve specify stall start state stop
struggle suggest summarise summarize support surprise switch talk target teach test thank trade train transfer
trap trim try turn uncover update upsell use validate verify visit volunteer wait walk want warn whiteboard work
wrap
"""
_IRREGULAR = """
begin began begins, break broke breaks, bring brought brings, build built builds, buy bought buys, catch caught
catches, choose chose chooses, cut cut cuts, draw drew draws, find found finds, forget forgot
forgets, give gave gives, go went goes, grow grew grows, hold held holds, keep kept keeps, lead
led leads, leave left leaves, let let lets, lose lost loses, make made makes, meet met meets, mislead misled
misleads, pay paid pays, put put puts, quit quit quits, read read reads, run ran runs, say said says, sell sold
sells, send sent sends, set set sets, shut shut shuts, speak spoke speaks, spend spent spends, stick stuck
sticks, take took takes, teach taught teaches, tell told tells, think thought thinks, throw threw throws,
understand understood understands, win won wins, write wrote writes
"""
_DOUBLED = _words("""
admit commit map plan stop trap trim wrap flag refer transfer quit skip step recap
""")
_ALSO_NOUNS = _words("""
answers calls changes checks claims closes counts covers deals details estimates figures flags forecasts guesses
helps highlights hires labels lists maps moves names notes notices offers opens outlines owns phrases
picks pitches plans plays points practices presents probes promises prospects questions quotes ranks reports
requests results returns reviews sets shares sketches starts states stops structures struggles
supports surprises talks targets tests trades trains turns updates uses visits volunteers waits walks wants
works runs finds leads leaves makes goes cuts draws breaks catches holds keeps wins thinks reads
builds buys spends
""")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[.;:!?\n,–—-]")
_QUOTATION = re.compile(
    r"“[^”\n]*\w\s+\w[^”\n]*”|\"[^\"\n]*\w\s+\w[^\"\n]*\"|«[^»\n]*\w\s+\w[^»\n]*»|‘[^’\n]*\w\s+\w[^’\n]*’"
)
_GRADE = re.compile(
    r"\b\d{1,3}\s?/\s?\d{1,3}\b|\b\d{1,2}\s+out\s+of\s+\d{1,3}\b|\b\d{1,2}\s+(?:stars?|points?)\b"
    r"|\b(?:level|score|rating|grade|rated?)\s+(?:(?:him|her|them|it)\s+)?(?:an?\s+)?[1-5](?:[.,]\d)?\b"
    r"|\b(?:gave|give|an?|solid|strong|clear|easy|overall)\s+(?:(?:him|her|them|it)\s+)?(?:an?\s+)?[1-5](?:[.,]\d)?"
    r"(?=\s*(?:[.,;!?)]|overall|here|for|on|in|because|$))"
    r"|^\W*[1-5](?:[.,]\d)?\W*$|\b1[01]0\s?(?:%|percent)|\b\d{1,2}\+?\s*(?:yrs?|years?)\b"
    r"|\b(?:he|she|they)(?:['’]s|\s+is|\s+are)\s+\d\d\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|several)\s+(?:\w+\s+){0,2}"
    r"(?:questions?|examples?|times?|calls?|objections?|stakeholders?|steps?|minutes?|hours?|days?|weeks?|months?|deals?|"
    r"customers?|accounts?|options?|reasons?|people|names?|numbers?|figures?|concessions?|meetings?|e?mails?)\b",
    re.IGNORECASE,
)
_HOLLOW = re.compile(
    r"\b(?:made|makes|left|leaves|gave|gives|had|has)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+)?(?:very\s+|really\s+)?(?:good\s+first|good|great|"
    r"strong|solid|nice|positive|excellent|bad|weak|poor|mixed|best|first)\s+(?:impression|answers?|interview|vibes?|feeling|sense)"
    r"|\bpresented\s+(?:him|her|them)sel(?:f|ves)\b|\b(?:held|carried|handled)\s+(?:him|her|them)sel(?:f|ves)\s+well\b",
    re.IGNORECASE,
)
_WRITER = _words("""
i we i've we've i'd we'd
""")
_BETWEEN = _words("""
also then never always only just clearly quickly immediately really even still first finally
""")
_STATES = _words("""
is was are were be been being very so quite well too feels felt seems seemed looks looked appears appeared
highly more most extremely the a an his her their my good great nice strong weak poor
""")
_DID = _words("""
did didn't does doesn't do don't failed forgot refused managed tried declined couldn't
""")
_DOER = _words("""
he she they who candidate then and but or also never always only
""")
_KEEPS = _words("""
kept by started stopped began without keeps was were
""")


def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Plain, past, third person and -ing forms."""
    plain, past, third, going = set(), set(), set(), set()
    for verb in _REGULAR.split():
        stem = verb + verb[-1] if verb in _DOUBLED else verb
        ends_in_y = verb.endswith("y") and verb[-2] not in "aeiou"
        plain.add(verb)
        past.add(verb + "d" if verb.endswith("e") else f"{verb[:-1]}ied" if ends_in_y else f"{stem}ed")
        third.add(f"{verb[:-1]}ies" if ends_in_y else verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s"))
        going.add(f"{verb[:-1]}ing" if verb.endswith("e") else f"{stem}ing")
    for line in _IRREGULAR.replace("\n", " ").split(","):
        verb, gone, goes = line.split()
        plain.add(verb)
        past.add(gone)
        third.add(goes)
        going.add(f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}ing")
    return frozenset(plain), frozenset(past), frozenset(third), frozenset(going)


_PLAIN, _PAST, _THIRD, _GOING = _forms()


def names_behaviour(text: str) -> bool:
    """Whether `text` holds at least one thing that another person could have seen or heard."""
    if _QUOTATION.search(text) or _FIGURE.search(_GRADE.sub(" ", text)):
        return True
    told = _HOLLOW.sub(" ", text).lower().replace("’", "'")
    words = [match.group() for match in _WORD.finditer(told)]
    return any(_is_deed(words, index) for index in range(len(words)))


def _is_deed(words: list[str], index: int) -> bool:
    """Whether the word is a verb of doing, in a form and a place where its subject is the candidate."""
    word, before = words[index], _before(words, index)
    if before in _WRITER:
        return False
    if (
        word in _PAST
        and before not in _STATES
        and not (word in _PLAIN and before in ("to", "would", "will", "can", "could"))
    ):
        return True
    if word in _THIRD and before not in _STATES:
        return before in _DOER if word in _ALSO_NOUNS else True
    if word in _PLAIN:
        return before in _DID or (before in ("to", "not") and index > 1 and words[index - 2] in _DID | {"could"})
    return word in _GOING and before in _KEEPS


def _before(words: list[str], index: int) -> str:
    """The word before, past adverbs; "" at the start of a sentence or after a comma."""
    at = index - 1
    while at > 0 and words[at] in _BETWEEN:
        at -= 1
    return words[at] if at >= 0 and words[at][0].isalpha() else ""
