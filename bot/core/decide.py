"""Decide what a command does to a case; touches nothing outside, only returns a Decision."""

from datetime import datetime

from bot.core import commands as c
from bot.core.batch import LEAVES_ON
from bot.core.case import Case, CaseLetter
from bot.core.case_scenes import CASE_SCENES
from bot.core.decision import Decision, Story
from bot.core.ending_scenes import ENDING_SCENES
from bot.core.errors import IllegalMove
from bot.core.joint_scenes import JOINT_SCENES
from bot.core.letter_scenes import LETTER_SCENES
from bot.core.moves import Happened, is_legal

SCENES = CASE_SCENES | ENDING_SCENES | JOINT_SCENES


def decide(case: Case, command: c.Command, now: datetime) -> Decision:
    """Return what `command` does to `case` at `now` (aware UTC).

    Raises IllegalMove if the case does not allow it now, Stale if the clicker saw
    another text than the one that is there.
    """
    letter = None
    if isinstance(command, c.LetterCommand):
        letter = case.letter(command.letter_id)
    if not is_legal(case, type(command), letter):
        raise IllegalMove(_refusal(case, letter))
    story = Story(case, command, now)
    if isinstance(command, c.LetterCommand):
        assert letter is not None
        LETTER_SCENES[type(command)](story, command, letter)
    else:
        SCENES[type(command)](story, command)
    _leave_batch(story)
    return story.decision()


def _leave_batch(story: Story) -> None:
    """A case that became different from the others of its batch is decided by itself."""
    changed = [event.kind for event in story.events if event.kind in LEAVES_ON]
    if story.case.batch and changed:
        batch = story.case.batch
        story.change(batch=0)
        story.tell(Happened.TAKEN_OUT, why=changed[0].value, batch=batch)


def _refusal(case: Case, letter: CaseLetter | None) -> str:
    if letter is not None:
        return f"the letter is {letter.state.value.replace('_', ' ')}"
    return f"the case is {case.state.value.replace('_', ' ')}"
