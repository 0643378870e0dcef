"""Files and folders of old mail: each mail once, none split, none joined to another."""

from pathlib import Path

import pytest

from bot.core.errors import Misconfigured
from bot.edges.mail.archive import read_archives
from bot.edges.mail.imap import LARGEST
from bot.edges.mail.mime import MOST_READ, TOO_BIG, parse

MAIL = (
    b"From: a@x.test\nSubject: x\n\nPlease delete my data.\n\nFrom my point of view it is time.\n"
)
LINE = b"From a@x.test Mon Nov 23 09:00:00 2026\n"


def raws(*paths: Path) -> list[bytes]:
    """Return the bytes of all mails."""
    return [one.raw for one in read_archives([str(path) for path in paths])]


def test_an_eml_is_one_mail(tmp_path: Path) -> None:
    """A file called .eml is one mail, though it begins like an mbox."""
    path = tmp_path / "a.eml"
    path.write_bytes(LINE + MAIL + b"\n" + LINE)
    assert raws(path) == [LINE + MAIL + b"\n" + LINE]


def test_words_do_not_part_the_mails_of_an_mbox(tmp_path: Path) -> None:
    """A paragraph that begins with `From ` parts no mails; a line with a time does."""
    path = tmp_path / "mbox"
    path.write_bytes(LINE + MAIL + b"\n" + LINE + MAIL)
    assert raws(path) == [MAIL, MAIL]


def test_a_field_with_a_blank_before_its_colon_makes_no_mbox(tmp_path: Path) -> None:
    """`From : a@x.test` is a header field, not the first line of an mbox."""
    path = tmp_path / "old"
    path.write_bytes(MAIL.replace(b"From:", b"From :", 1))
    assert parse(raws(path)[0]).senders[0].email == "a@x.test"


def test_carriage_returns_alone_make_no_mbox_line_of_a_whole_mail(tmp_path: Path) -> None:
    """A mail of another age, whose lines end in CR, is not taken for one long first line."""
    path = tmp_path / "old"
    path.write_bytes((LINE + MAIL).replace(b"\n", b"\r"))
    assert "Please delete my data." in parse(raws(path)[0]).text


def test_folders_are_read_to_the_bottom(tmp_path: Path) -> None:
    """Folders in folders and a Maildir among them: every mail comes once."""
    for name in ("one/a.eml", "one/two/b.eml", "box/cur/c", "box/new/d", "box/tmp/half", "e.eml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "one" / "loop").symlink_to(tmp_path)
    wanted = {b"one/a.eml", b"one/two/b.eml", b"box/cur/c", b"box/new/d", b"e.eml"}
    found = raws(tmp_path)
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_a_file_that_vanishes_costs_its_own_line(tmp_path: Path) -> None:
    """A file that is gone when its turn comes is said to be unreadable; the next one is read."""
    gone, there = tmp_path / "a", tmp_path / "b"
    gone.write_bytes(MAIL)
    there.write_bytes(MAIL)
    mails = read_archives([str(gone), str(there)])
    gone.unlink(missing_ok=True)
    with pytest.raises(Misconfigured):
        next(mails)
    gone.write_bytes(MAIL)
    mails = read_archives([str(there), str(gone)])
    next(mails)
    gone.unlink()
    assert "cannot be read" in next(mails).problem


def test_a_huge_mail_is_read_at_its_beginning() -> None:
    """Of a mail over 64 MB the beginning is read, and that is said."""
    raw = MAIL + b"x" * MOST_READ
    mail = parse(raw)
    assert "Please delete my data." in mail.text
    assert TOO_BIG in mail.problems


def test_what_a_mailbox_cuts_is_never_silent() -> None:
    """A mail that fetching cut is longer than what is read, so that the same note is on it."""
    assert LARGEST > MOST_READ
