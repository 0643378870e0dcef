"""Measures the reader's speed and memory on one core: `python -m tests.bench.reading`."""

# ruff: noqa: T201  (a bench prints)

import argparse
import os
import resource
import sys
import time
from dataclasses import replace

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import classifiers
from classifiers.corpus import Example, read_evaluation

WORDS = 126
MAILS = 1_000


def _long_mails(examples: list[Example]) -> list[Example]:
    """Return mails of WORDS words each, of evaluation mails of one language put together.

    Chinese and Japanese are left out: what stands between two spaces there is no word.
    """
    found: list[Example] = []
    for language in sorted({e.language for e in examples} - {"zh", "ja"}):
        words = " ".join(e.body for e in examples if e.language == language).split(" ")
        of_it = next(e for e in examples if e.language == language)
        found += [
            replace(of_it, body=" ".join(words[at : at + WORDS]))
            for at in range(0, len(words) - WORDS, WORDS)
        ]
    return found


def main() -> int:
    """Print memory after loading and after reading, and mails a second of CPU time."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    begun = time.perf_counter()
    reader = classifiers.load()
    print(f"ready after {time.perf_counter() - begun:.2f} s")
    mails = _long_mails(read_evaluation())
    texts = [mails[at % len(mails)].text for at in range(MAILS)]
    reader.read(texts[:64])
    busy = time.process_time()
    reader.read(texts)
    busy = time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"{MAILS / busy:.0f} mails of {WORDS} words a second of CPU")
    print(f"{peak:.0f} MB at most")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
