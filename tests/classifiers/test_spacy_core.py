"""What a process that reads mail has in memory of spaCy: the pipeline, not the command line."""

import subprocess
import sys

_SCRIPT = """
import sys, classifiers
[verdict] = classifiers.load().read([classifiers.Text("", "Please delete my account.")])
assert verdict.types[0].type == "delete"
loaded = {name.partition(".")[0] for name in sys.modules}
print(*sorted(loaded & {"httpx", "typer", "rich", "weasel"}))
import spacy.cli
print(callable(spacy.cli.download))
"""


def test_its_commands_are_not_loaded_but_can_be() -> None:
    """No HTTP client and no terminal toolkit; who imports the commands later gets the real ones."""
    command = [sys.executable, "-c", _SCRIPT]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert out.splitlines() == ["", "True"]
