"""Golden renderings of every letter; `python -m tests.replies.golden` rewrites them."""

from collections.abc import Iterator
from pathlib import Path

import replies
from replies.letters import Replies
from replies.samples import sample, variants

FOLDER = Path(__file__).parent / "golden"
HTML = ("policy_question.answer.transfers", "delete.decline", "access.complete")


def renderings(letters: Replies, lang: str) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each golden file of a language."""
    for kind in letters.catalogue():
        for name, facts in (("", sample(kind, lang)), *variants(kind, lang)):
            letter = letters.render(kind.key, lang, facts)
            stem = ".".join(part for part in (kind.type, kind.letter, name) if part)
            yield FOLDER / lang / f"{stem}.txt", f"Subject: {letter.subject}\n\n{letter.text}"
            if stem in HTML:
                yield FOLDER / lang / f"{stem}.html", letter.html


def main() -> None:
    """Write all golden files and delete those that no letter has any more."""
    letters = replies.load()
    written = set()
    for lang in letters.languages():
        for path, text in renderings(letters, lang):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.add(path)
    for path in FOLDER.glob("*/*"):
        if path not in written:
            path.unlink()


if __name__ == "__main__":
    main()
