"""`python -m classifiers`: train, evaluate, predict, check."""

import sys

from classifiers.cli import main

if __name__ == "__main__":
    sys.exit(main())
