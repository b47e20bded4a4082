"""A conversation of messages as an API has them, told message by message, with the answers that a recording has beside them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation
from tracewright.convert.exchanges import Chat, Exchange
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import Document, text_of

SPENT = ("usage", "cost_usd")


class Answer(NamedTuple):
    """A message of the agent as the API gave it, with the facts of the turn: model, usage, time. `error` is what the API
    said instead of a message, or where one broke off.
    """

    message: dict[str, Any]
    place: Place
    facts: dict[str, Any]
    error: str = ""


Read = Callable[[Exchange, Report], list[Answer]]


class Teller(ABC):
    """What was said so far. `alternatives` are answers that the conversation did not go on with."""

    def __init__(self, report: Report) -> None:
        self.report, self.attachments = report, Attachments()
        self.alternatives: list[dict[str, Any]] = []
        self.system_prompt = ""
        self.begin()

    def begin(self) -> None:
        """Nothing is said yet, and no call waits: at the start, and for an answer that is put aside."""
        self.talk = Conversation(self.report)

    @abstractmethod
    def take(self, message: Any, place: Place, **facts: Any) -> None:
        """The next message; `facts` are of its turn."""

    def tell(self, chat: Chat, read: Read) -> None:
        """The messages of the last request, each of the agent's with what its answer tells of it, and the last answer."""
        answers = chat.answers()
        for index, (message, place) in enumerate(chat.last.messages):
            given = self._answers(answers.get(index, []), read)
            taken = _in_history(given, message) if text_at(message, "role") == "assistant" else None
            self._leave(given, taken)
            if taken and _calls(taken.message) == _calls(message):
                self._take(taken)
            else:
                self.take(message, place, **(taken.facts if taken else {}))
        given = self._answers(answers.get(len(chat.last.messages), []), read)
        taken = given[-1][0] if given else None
        self._leave(given, taken)
        if taken:
            self._take(taken)

    def document(self, identity: str, source: dict[str, Any], **facts: Any) -> Document:
        facts |= {"alternatives": self.alternatives, "attachments": self.attachments.listed}
        return self.talk.document(identity, source, system_prompt=self.system_prompt, **facts)

    def _answers(self, exchanges: Sequence[Exchange], read: Read) -> list[list[Answer]]:
        """The choices of each exchange that has some; where the API answered with an error, that is said."""
        found = []
        for answers in (read(exchange, self.report) for exchange in exchanges):
            for answer in answers:
                if not answer.message:
                    self._fail(answer)
            found.append([answer for answer in answers if answer.message])
        return [answers for answers in found if answers]

    def _take(self, answer: Answer) -> None:
        self.take(answer.message, answer.place, **answer.facts)
        if answer.error:
            self._fail(answer)

    def _fail(self, answer: Answer) -> None:
        facts = {"is_error": True, "error_source": "environment"}
        self.talk.say("user", "command", answer.error, answer.place, **facts)

    def _leave(self, given: Sequence[Sequence[Answer]], taken: Answer | None) -> None:
        """Each of the others is an alternative to what comes next. The tokens of an exchange stand with one of its choices."""
        for answers in given:
            spender = taken if any(answer is taken for answer in answers) else answers[0]
            for answer in answers:
                if answer is not taken:
                    self._put_aside(answer if answer is spender else _unspent(answer))

    def _put_aside(self, answer: Answer) -> None:
        aside = copy(self)
        aside.begin()
        aside._take(answer)
        fork = {"turn": len(self.talk.turns) - 1 if self.talk.turns else None, "call": None}
        named = {"id": f"answer-{len(self.alternatives) + 1}", "fork": fork, "turns": aside.talk.turns}
        self.alternatives.append({**named, "chosen": False, "by": None, "reason": None})


def _unspent(answer: Answer) -> Answer:
    return answer._replace(facts={key: fact for key, fact in answer.facts.items() if key not in SPENT})


def _in_history(given: Sequence[Sequence[Answer]], message: Any) -> Answer | None:
    """The answer that stands in the history as this message: by its calls and text, else by its calls, else the last one."""
    answers = [answer for each in given for answer in each]
    alike = [answer for answer in answers if _calls(answer.message) == _calls(message)]
    text = text_of(message.get("content") or "")
    exact = [answer for answer in alike if text_of(answer.message.get("content") or "") == text]
    return next(iter([*exact, *alike]), None) or (given[-1][0] if given else None)


def _calls(message: Any) -> list[str]:
    """The ids of a message's calls, of either kind."""
    blocks = [block for block in list_at(message, "content") if text_at(block, "type").endswith("tool_use")]
    return [text_at(call, "id") for call in [*list_at(message, "tool_calls"), *blocks]]
