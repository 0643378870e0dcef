"""Servers for the tests of the mail edge; each started once per test process."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import USER, Dovecot, require_dovecot
from tests.servers.pymap import Pymap


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """A running Dovecot for all tests of this process."""
    require_dovecot()
    root = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        with Dovecot(root) as server:
            yield server
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> Dovecot:
    """The Dovecot with an empty mail folder."""
    dovecot_server.kick()
    shutil.rmtree(dovecot_server.root / "mail" / USER, ignore_errors=True)
    return dovecot_server


@pytest.fixture(scope="session")
def pymap_server() -> Iterator[Pymap]:
    """A running pymap for all tests of this process."""
    with Pymap() as server:
        yield server


@pytest.fixture
def pymap(pymap_server: Pymap) -> Pymap:
    """The pymap with an empty INBOX."""
    pymap_server.empty()
    return pymap_server
