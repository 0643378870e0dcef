"""A test that needs a real server names the package it lacks; on CI it fails instead."""

import os
import shutil

import pytest
from hypothesis import settings

# One Chromium a process: two drivers in one process cannot start.
from tests.servers.browser import browse, chromium

__all__ = ["browse", "chromium"]

# The machine may be busy: a slow example is no wrong one.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

NEEDS = {"dovecot": ("dovecot", "dovecot-imapd"), "browser": ("chromium", "chromium")}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run, or fail where nothing may be skipped."""
    for marker, (program, package) in NEEDS.items():
        if item.get_closest_marker(marker) is None or shutil.which(program):
            continue
        why = f"needs {program}: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On CI a skipped test is a failed run: nothing may pass by not running."""
    if os.environ.get("CI") != "true" or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("CI=true: a skipped test fails the run", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
