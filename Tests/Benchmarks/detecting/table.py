"""A study's results as text, as Markdown and as JSON."""

import dataclasses
import json
import math
import statistics

from detecting import comparing
from detecting.arms import ARMS

MEASURE = "AP50"


def signed(found):
    if math.isinf(found.low):
        return f"{found.mean:+.1f}"
    return f"{found.mean:+.1f} [{found.low:+.1f}, {found.high:+.1f}]"


def chosen(arms):
    """The check at which arms with as many labelled photos are best on the photos for choices, in the mean over all.

    `arms` are runs by seed. By one run alone, or one arm, the choice would be as noisy as those few photos, and arms
    would differ by what was chosen for them.
    """
    def on_val(place):
        return statistics.fmean(
            statistics.fmean(run["checks"][place]["val"][MEASURE] for run in runs.values()) for runs in arms)

    return max(range(len(next(iter(arms[0].values()))["checks"])), key=on_val)


class Table:
    """`results` are by arm, number of labelled photos and seed; `notes` say what the numbers are of."""

    def __init__(self, results, pool, notes, command):
        self.notes, self.command, self.pool, self.runs = notes, command, pool, results
        found, self.arms = {}, {}
        order = {arm: place for place, arm in enumerate(ARMS)}
        for (arm, count, seed), result in sorted(results.items(), key=lambda item: (item[0][1], order[item[0][0]])):
            found.setdefault((arm, pool if arm.every else count), {})[seed] = result
        for arm, runs in found.items():
            place = chosen([others for (_, count), others in found.items() if count == arm[1]])
            checks = {seed: run["checks"][place] for seed, run in runs.items()}
            self.arms[arm] = {part: {seed: check[part][MEASURE] for seed, check in checks.items()}
                              for part in ("test", "val")}
            self.arms[arm]["steps"] = next(iter(checks.values()))["steps"]
        self.curve = sorted((count, comparing.interval(list(values["test"].values())).mean)
                            for (arm, count), values in self.arms.items() if arm.name == "real" or arm.every)

    def of(self, name, count):
        found = (values for (arm, number), values in self.arms.items() if arm.name == name and number == count)
        return next(found, None)

    def counts(self):
        """The numbers of labelled photos for which there is more than the photos alone."""
        return sorted({count for arm, count in self.arms if arm.extra})

    def bar(self, count):
        """The share of negatives that is best on the photos for choices: what ours must beat."""
        shares = [(comparing.interval(list(values["val"].values())).mean, arm.name)
                  for (arm, number), values in self.arms.items() if number == count and arm.extra == "negatives"]
        return max(shares)[1] if shares else None

    def comparisons(self, count):
        """Rows of an arm, the arm that it is compared with, and the difference seed by seed."""
        for (arm, number), values in self.arms.items():
            if number != count or arm.every or arm.name == "real":
                continue
            others = [arm.against] + ([self.bar(count), "naive"] if arm.name in ("ours", "yours") else [])
            others += ["ours"] if arm.name == "yours" else []
            for other in others:
                theirs = self.of(other, count) if other else None
                found = theirs and comparing.difference(values["test"], theirs["test"])
                if found:
                    yield arm.name, other, found

    def worth(self, count, found):
        """What a difference to the photos alone is worth: as many labelled photos as would do the same."""
        alone = dict(self.curve).get(count)
        if alone is None or len(self.curve) < 2:
            return ""

        def said(value):
            number = comparing.labels_for(alone + value, self.curve)
            if math.isinf(number):
                return f"over {self.curve[-1][0]}" if number > 0 else f"under {self.curve[0][0]}"
            return f"{number:.0f}"

        ends = [said(found.low), said(found.high)]
        return said(found.mean) + ("" if ends[0] == ends[1] else f" ({ends[0]} to {ends[1]})")

    def rows(self, count):
        """Cells of the table for a number of labelled photos, without its head."""
        compared = list(self.comparisons(count))
        for (arm, number), values in self.arms.items():
            if number not in (count, self.pool if arm.every else count):
                continue
            own = [row for row in compared if row[0] == arm.name] or [(arm.name, None, None)]
            test, val = (comparing.interval(list(values[part].values())) for part in ("test", "val"))
            mean = f"{test.mean:.1f}" if math.isnan(test.deviation) else f"{test.mean:.1f} ± {test.deviation:.1f}"
            name = f"{arm.name} ({number})" if arm.every or arm.name == "real" else arm.name
            for place, (_, other, found) in enumerate(own):
                first = [name, str(len(values["test"])), str(values["steps"]), f"{val.mean:.1f}", mean]
                first = first if place == 0 else [""] * len(first)
                rest = [other, signed(found), comparing.verdict(found)] if found else ["", "", ""]
                yield first + rest + [self.worth(count, found) if found and other == "real" else ""]

    HEAD = ["arm", "seeds", "steps", "val", MEASURE, "against", "difference", "verdict", "labels"]

    def curve_said(self):
        return f"{MEASURE} of real labelled photos alone: " + ", ".join(
            f"{count}: {mean:.1f}" for count, mean in self.curve)

    def text(self):
        lines = [*self.notes]
        for count in self.counts():
            rows = [self.HEAD, *self.rows(count)]
            wide = [max(len(row[column]) for row in rows) for column in range(len(self.HEAD))]
            lines += ["", f"{count} labelled photos"]
            lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, wide)).rstrip() for row in rows]
        return "\n".join([*lines, "", self.curve_said(), "", f"made by: {self.command}"]) + "\n"

    def markdown(self):
        lines = [f"- {note}" for note in self.notes]
        for count in self.counts():
            rows = [self.HEAD, ["---"] * len(self.HEAD), *self.rows(count)]
            lines += ["", f"## {count} labelled photos", "", *("| " + " | ".join(row) + " |" for row in rows)]
        return "\n".join([*lines, "", self.curve_said(), "", "```sh", self.command, "```"]) + "\n"

    def json(self):
        def plain(found):
            values = dataclasses.asdict(found)
            return {name: value if math.isfinite(value) else None for name, value in values.items()}

        return json.dumps({
            "command": self.command, "notes": self.notes, "measure": MEASURE, "curve": self.curve,
            "bar": {count: self.bar(count) for count in self.counts()},
            "comparisons": [
                {"labels": count, "arm": arm, "against": other, **plain(found), "verdict": comparing.verdict(found),
                 "worth": self.worth(count, found) if other == "real" else None}
                for count in self.counts() for arm, other, found in self.comparisons(count)],
            "runs": [{"arm": arm.name, "labels": self.pool if arm.every else count, "seed": seed, **result}
                     for (arm, count, seed), result in self.runs.items()],
        }, indent=1) + "\n"
