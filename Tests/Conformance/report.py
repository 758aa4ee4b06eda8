"""How the scripts here say what they found."""

import collections
import sys


class Report:
    """The violations, printed as they are found, and how many things of each kind were checked."""

    def __init__(self):
        self.violations = 0
        self.counts = collections.Counter()

    def wrong(self, path, subject, problem):
        self.violations += 1
        print(f"{path}: {subject}: {problem}")

    def add(self, other):
        self.violations += other.violations
        self.counts += other.counts

    def __str__(self):
        return ", ".join(f"{count} {name}" for name, count in self.counts.items())

    def finish(self):
        """Prints what was checked; exits with 1 when there is any violation."""
        print(self)
        if self.violations:
            sys.exit(f"{self.violations} violations")
