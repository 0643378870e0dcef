"""Modals about letters and the deeds behind them; pure, sends nothing."""

from collections.abc import Mapping
from typing import Any

from bot.core.catalogue import BY_KEY
from bot.core.views import CaseView, LetterForm
from bot.edges.slack import words, words_letters, words_windows
from bot.edges.slack.modals import field_input, modal, select
from bot.edges.slack.text import Block, context, day, escape, section

_MOST_TASKS = 60  # a view holds a hundred blocks
TASK = "task"  # prefix of the block of one task
OTHERS = "others"  # the block of all tasks that have no result of their own


def form(case_id: int, asked: LetterForm) -> Block:
    """Return what staff must say before a letter is written, a field each."""
    language = words.LANGUAGES.get(asked.lang, asked.lang)
    blocks = [section(words_letters.TITLE_IN.format(title=escape(asked.title), language=language))]
    blocks += [_field(name, asked, required=required) for name, required in asked.asks]
    if asked.new_due_on:
        blocks.append(context(words_letters.NEW_DATE.format(day=day(asked.new_due_on))))
    blocks.append(context(words_windows.IN_PLACE_OF_DRAFT))
    return modal(
        "given",
        words_letters.LETTER_SAYS,
        blocks,
        words_windows.DRAFT_IT,
        case=case_id,
        letter=asked.key,
        lang=asked.lang,
    )


def _field(name: str, asked: LetterForm, *, required: bool) -> Block:
    label, hint, multiline = words_letters.GIVEN[name]
    options = {"reason": dict(asked.reasons), "topic": words.TOPICS}.get(name)
    if options is not None:
        element = select(options, asked.topic if name == "topic" else "")
    else:
        element = {"type": "plain_text_input", "multiline": multiline, "max_length": 3000}
    return field_input(name, label, element, hint, optional=not required)


def tasks(view: CaseView) -> Block:
    """Return the open tasks of a case, each with the results that it can have.

    Where there are several, one more menu says the result of those that are left empty.
    """
    case, blocks = view.case, []
    for line in case.lines:
        for task in line.open_tasks:
            hint = task.owner
            if task.due:
                due = f"{task.due:%a} {day(task.due)}"
                hint = words_letters.TASK_DUE.format(owner=task.owner, day=due)
            blocks.append(
                field_input(
                    f"{TASK}{task.id}",
                    f"{BY_KEY[line.type].title}: {task.system}",
                    select(words.TASK_RESULTS),
                    hint,
                    optional=True,
                )
            )
    if not blocks:
        return modal("notice", words_letters.TASKS, [section(words_letters.NO_TASK)])
    blocks = blocks[:_MOST_TASKS]
    if len(blocks) > 1:
        others = select(words.TASK_RESULTS)
        blocks.append(
            field_input(
                OTHERS,
                words_letters.OTHER_TASKS,
                others,
                words_letters.OTHER_TASKS_HINT,
                optional=True,
            )
        )
    blocks.append(context(words_letters.TASKS_LEFT))
    return modal("tasks", words_letters.FINISH_TASKS, blocks, words_windows.SAVE, case=case.id)


def results(found: Mapping[str, Any]) -> dict[int, str]:
    """Return the result of each task that got one, its own or that of all the others."""
    others = found.get(OTHERS)
    said = {
        int(block.removeprefix(TASK)): found[block] or others
        for block in found
        if block.startswith(TASK)
    }
    return {task: result for task, result in said.items() if result}
