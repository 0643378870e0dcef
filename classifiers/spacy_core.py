"""The parts of spaCy that we use, without its command line.

`import spacy` loads that too, with an HTTP client and a terminal toolkit for commands that
download models: measured 17 MB and a third of the time, for nothing that a worker does.
"""

import sys
from types import ModuleType

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def _import_without_commands() -> None:
    """Import spaCy with a placeholder for its commands, which is taken away afterwards."""
    if "spacy" in sys.modules:
        return
    placeholders = {name: ModuleType(name) for name in _COMMANDS}
    vars(placeholders["spacy.cli.info"])["info"] = None  # all that the package takes from there
    sys.modules.update(placeholders)
    try:
        import spacy  # noqa: F401, PLC0415
    finally:
        for name in _COMMANDS:
            sys.modules.pop(name, None)


_import_without_commands()

from spacy.language import Language  # noqa: E402
from spacy.strings import hash_string  # type: ignore[attr-defined]  # noqa: E402
from spacy.tokens import Doc  # noqa: E402
from spacy.util import load_config, load_model_from_config, registry  # noqa: E402
from spacy.vocab import Vocab  # noqa: E402

__all__ = [
    "Doc",
    "Language",
    "Vocab",
    "hash_string",
    "load_config",
    "load_model_from_config",
    "registry",
]
