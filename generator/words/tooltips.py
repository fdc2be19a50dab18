"""Messages that are read aloud where a field has the focus."""

from __future__ import annotations

from generator.words.labels import Translator


class Tooltips(Translator):
    """The tooltips with places; ``Labels`` has those without."""

    def name_tooltip(self, name: str, number: int) -> str:
        """Return the tooltip of the line for the name, which may be empty, of the person of this number."""
        if name:
            return self.say("tooltip", "Name: {name}", name=name)
        return self.say("tooltip", "Name of person {number}", number=number)

    def pick_tooltip(self, name: str, question: str) -> str:
        """Return the tooltip of a person's box beside a question."""
        return self.say("tooltip", "{name} picks: {question}", name=name, question=question)

    def answer_tooltip(self, name: str, question: str) -> str:
        """Return the tooltip of a person's room to answer."""
        return self.say("tooltip", "{name}'s answer to: {question}", name=name, question=question)

    def scrolling_answer_tooltip(self, name: str, question: str) -> str:
        """Return the tooltip of a person's room to answer in which what is typed does not get smaller."""
        return self.say(
            "tooltip",
            "{name}'s answer to: {question} (You can type more than shows here; all of it is kept.)",
            name=name,
            question=question,
        )

    def note_tooltip(self, name: str, question: str) -> str:
        """Return the tooltip of a person's room to note on before the meeting."""
        return self.say("tooltip", "{name}'s own notes on: {question}", name=name, question=question)

    def agreement_what_tooltip(self, number: int) -> str:
        """Return the tooltip of the line for what is agreed; agreements are counted from 1."""
        return self.say("tooltip", "Agreement {number}: what", number=number)

    def agreement_who_tooltip(self, number: int) -> str:
        """Return the tooltip of the line for who does what is agreed."""
        return self.say("tooltip", "Agreement {number}: who", number=number)

    def changed_what_tooltip(self, number: int) -> str:
        """Return the tooltip of the line for the new wording of an earlier agreement."""
        return self.say("tooltip", "Agreement {number}, changed: what", number=number)

    def changed_who_tooltip(self, number: int) -> str:
        """Return the tooltip of the line for who does what an earlier agreement became."""
        return self.say("tooltip", "Agreement {number}, changed: who", number=number)

    def decision_tooltip(self, number: int, decision: str, agreement: str) -> str:
        """Return the tooltip of a box for what becomes of an earlier agreement: it is kept, changed or dropped."""
        match decision:
            case "kept":
                return self.say(
                    "tooltip", "Agreement {number} is kept: {agreement}", number=number, agreement=agreement
                )
            case "changed":
                return self.say(
                    "tooltip", "Agreement {number} is changed: {agreement}", number=number, agreement=agreement
                )
            case _:
                return self.say(
                    "tooltip", "Agreement {number} is dropped: {agreement}", number=number, agreement=agreement
                )

    def signature_tooltip(self, name: str) -> str:
        """Return the tooltip of a line to sign on."""
        return self.say("tooltip", "{name} signs with their name", name=name)

    def digital_signature_tooltip(self, name: str, when: str) -> str:
        """Return the tooltip of the digital signature."""
        return self.say("tooltip", "Digital signature of {name}, {when}", name=name, when=when)
