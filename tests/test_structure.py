"""The grid: each half-done addition is one failing test whose message says what is missing."""

import re
import tomllib
from pathlib import Path

import classifiers
import replies
from bot import cli
from bot.core.catalogue import BY_KEY
from bot.core.commands import Command
from bot.core.deadline_rules import RIGHTS
from bot.core.moves import MOVES
from bot.edges.slack.app import AT_ONCE
from bot.edges.slack.buttons import EVERY, MORE
from bot.edges.slack.case_desk import DRAWN
from bot.mail_settings import MAILBOX_KEYS, OAUTH2_KEYS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent


def test_every_type_has_examples() -> None:
    """The catalogue and the classifier know the same request types."""
    missing = set(BY_KEY) ^ set(classifiers.request_types())
    assert not missing, f"in one but not the other of catalogue and examples: {sorted(missing)}"


def test_letters_are_of_types_that_exist() -> None:
    """No letter is written for a request type that the catalogue lacks."""
    unknown = {kind.type for kind in replies.load().catalogue()} - set(BY_KEY)
    assert not unknown, f"letters of unknown types: {sorted(unknown)}"


def test_every_right_has_an_acknowledgement() -> None:
    """Whoever uses a right can be told that it arrived."""
    keys = {kind.key for kind in replies.load().catalogue()}
    missing = [key for key in RIGHTS if f"{key}/acknowledge" not in keys]
    assert not missing, f"no acknowledgement for {missing}"


def test_every_setting_is_explained() -> None:
    """`.env.example` names every setting and no other."""
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z0-9_]+)=", text, re.MULTILINE))
    known = {name.upper() for name, row in Settings.model_fields.items() if not row.exclude}
    known |= {f"SMTP_{key}" for key in OAUTH2_KEYS}
    known |= {f"MAILBOX_PRIVACY_{key}" for key in MAILBOX_KEYS}
    assert named == known, f"only in one of them: {sorted(named ^ known)}"


def test_every_button_has_something_behind_it() -> None:
    """No button is drawn that nobody answers."""
    answered = {*AT_ONCE, *DRAWN, "approve", "edit", "post"}
    drawn = {row.key for row in EVERY}
    assert drawn == answered, f"only in one of them: {sorted(drawn ^ answered)}"
    assert len(MORE) <= 5, "Slack takes five options in a menu on a card: use REST"
    for row in EVERY:
        assert row.command is None or row.command in MOVES, f"{row.key} leads to no move"


def test_every_command_has_its_module() -> None:
    """Each command of the list exists, with an example in its help."""
    folder = Path(cli.__file__).parent
    for command in cli.COMMANDS:
        assert (folder / f"{command.name}.py").is_file(), f"write bot/cli/{command.name}.py"
        assert "EXAMPLE" in (folder / f"{command.name}.py").read_text(), command.name


def test_commands_are_orders_of_somebody() -> None:
    """Every command says who gave it."""
    for kind in MOVES:
        assert issubclass(kind, Command)


def test_extras_are_pinned() -> None:
    """What the extras ask for stands pinned in the requirements that the README installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for extra, file in (("demo", "bot/demo/requirements.txt"), ("test", "tests/requirements.txt")):
        pinned = (ROOT / file).read_text().lower() + (ROOT / "requirements.txt").read_text().lower()
        if extra == "test":
            pinned += (ROOT / "bot/demo/requirements.txt").read_text().lower()
        for need in [*project["dependencies"], *project["optional-dependencies"][extra]]:
            name = re.split(r"[<>=!~ ]", need)[0].lower()
            assert re.search(rf"^{re.escape(name)}==", pinned.replace("_", "-"), re.MULTILINE), need


def test_requirements_name_no_host() -> None:
    """Requirements hold names and versions only."""
    for file in ("requirements.txt", "bot/demo/requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / file).read_text().splitlines():
            assert re.fullmatch(r"(#.*|-r [\w./]+|[\w.-]+==[\w.]+|)", line), (file, line)


def test_readme_lists_every_command() -> None:
    """The README's table is the list of commands."""
    text = (ROOT / "README.md").read_text()
    table = text.partition("<!-- commands -->")[2].partition("<!-- end -->")[0]
    rows = [f"| `python -m bot {one.name}` | {one.does} |" for one in cli.COMMANDS]
    assert table.strip().splitlines()[2:] == rows


def test_readme_says_why_of_each_dependency() -> None:
    """Each package that is installed with the bot has its reason, and none that is not."""
    text = (ROOT / "README.md").read_text()
    table = text.partition("<!-- dependencies -->")[2].partition("<!-- end -->")[0]
    named = [row.split("`")[1] for row in table.strip().splitlines()[2:]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert named == [re.split(r"[<>=!~ ]", need)[0] for need in project["dependencies"]]
