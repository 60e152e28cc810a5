"""Runs tests of one of CPython's own test modules and writes each one's outcome to a file.

    run_tests.py FILE MODULE TEST…    the tests of these names
    run_tests.py FILE MODULE          none: prints the names of all, those of one class on one line

What a forked child of a test does is written by nobody.
"""

# mypy: ignore-errors

import os
import pathlib
import sys
import unittest

from test import support


class Outcomes(unittest.TestResult):
    """Writes a line for each outcome at once: a run that hangs shows where."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.pid = os.getpid()

    def write(self, outcome, test, error=None):
        if os.getpid() == self.pid:
            told = self._exc_info_to_string(error, test) if error else ""
            with pathlib.Path(self.path).open("a", encoding="utf-8") as file:
                file.write(repr((outcome, test.id(), told)) + "\n")

    def startTest(self, test):  # noqa: N802
        super().startTest(test)
        self.write("began", test)

    def addSuccess(self, test):  # noqa: N802
        self.write("passed", test)

    def addError(self, test, err):  # noqa: N802
        self.write("error", test, err)

    def addFailure(self, test, err):  # noqa: N802
        self.write("failed", test, err)

    def addSkip(self, test, reason):  # noqa: N802
        self.write("skipped", test)

    def addExpectedFailure(self, test, err):  # noqa: N802
        self.write("expected failure", test)

    def addUnexpectedSuccess(self, test):  # noqa: N802
        self.write("unexpected success", test)

    def addSubTest(self, test, subtest, err):  # noqa: N802
        if err is not None:
            self.write("failed", test, err)


def main():
    path, module, *names = sys.argv[1:]
    support.use_resources = []
    support.verbose = 0
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    if names:
        unittest.TestSuite(test for test in flat(suite) if test.id() in names).run(Outcomes(path))
    else:
        classes = {}
        for test in flat(suite):
            classes.setdefault(type(test), []).append(test.id())
        for tests in classes.values():
            print(*tests, sep="\t")


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


if __name__ == "__main__":
    main()
