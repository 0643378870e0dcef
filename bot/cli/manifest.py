"""`manifest`: the Slack app's manifest and the link that makes the app from it."""

import argparse
import json
import sys

from bot.edges.slack.manifest import manifest, one_click_link

EXAMPLE = "python -m bot manifest > manifest.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--link", action="store_true", help="only the link that makes the app")


def run(arguments: argparse.Namespace) -> int:
    """Print the manifest on stdout and the link on stderr."""
    if arguments.link:
        print(one_click_link())
        return 0
    print(json.dumps(manifest(), indent=2))
    print(f"make the app with one click: {one_click_link()}", file=sys.stderr)
    return 0
