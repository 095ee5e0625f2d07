# SPDX-License-Identifier: Apache-2.0
"""Compares the simulator's result.json with the oracle's JSON, number by number, in combined standard errors.

    python3 -m tests.oracle.compare RESULT_JSON ORACLE_JSON [--sigmas 5] [--skip TARGET ...]

Exit status: 0 they agree, 1 they differ, 2 something is reported on one side only or a file is not usable.
"""

import argparse
import json
import math
import sys
from dataclasses import dataclass

from scipy import special, stats

RARE = 25  # counts below this are compared by the exact conditional test
CENTRAL_TOLERANCE = 1e-3  # absolute below 1, relative above
PUBLISHED_STEP = 0.01  # published scores are whole hundredths
PART_TOLERANCE = 2e-3  # points: error of the path quadrature, which both sides choose
NUMERIC = 2e-5  # standard error granted to single precision and to the quantum of observations


class Incomparable(ValueError):
    """A quantity is missing on a side, or a file does not have the expected shape."""


@dataclass
class Difference:
    where: str
    result: float
    oracle: float
    z: float


def value_and_error(entry, where):
    """A reported [value, error]; the error is None where it is not available."""
    if not isinstance(entry, (list, tuple)) or len(entry) != 2:
        raise Incomparable(f"{where}: [value, error] is needed, got {entry!r}")
    value, error = entry
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Incomparable(f"{where}: {value!r} is not a finite number")
    if not isinstance(error, (int, float)) or not math.isfinite(error):
        error = None
    return float(value), error


def z_score(first, second, tolerance=0.0):
    """(a - b) in combined standard errors, beyond a tolerance; None when neither side has an error."""
    (a, error_a), (b, error_b) = first, second
    if error_a is None and error_b is None:
        return None
    error_a, error_b = error_a if error_a is not None else error_b, error_b if error_b is not None else error_a
    excess = max(0.0, abs(a - b) - tolerance)
    return math.copysign(excess / math.sqrt(error_a**2 + error_b**2 + (NUMERIC * max(1.0, abs(a), abs(b))) ** 2), a - b)


def rare_z(count_a, size_a, count_b, size_b):
    """Two Poisson counts as a z: given their sum the first is binomial (Przyborowski and Wilenski 1940)."""
    total, share = count_a + count_b, size_a / (size_a + size_b)
    if total == 0:
        return 0.0
    low = stats.binom.cdf(count_a, total, share)
    high = stats.binom.sf(count_a - 1, total, share)
    tail = min(1.0, 2.0 * min(low, high))
    return math.copysign(-special.ndtri(0.5 * max(tail, 1e-300)), low - high)


def probability_z(first, second, sizes):
    """z of two probabilities; the exact test where either outcome is rare on either side."""
    (p, _), (q, _) = first, second
    for a, b in ((p, q), (1.0 - p, 1.0 - q)):
        counts = round(a * sizes[0]), round(b * sizes[1])
        if min(counts) < RARE:
            return rare_z(counts[0], sizes[0], counts[1], sizes[1])
    return z_score(first, second)


def count_z(first, second, sizes):
    """z of two mean numbers of occurrences per trajectory."""
    counts = round(first[0] * sizes[0]), round(second[0] * sizes[1])
    return rare_z(counts[0], sizes[0], counts[1], sizes[1]) if min(counts) < RARE else z_score(first, second)


class Comparison:
    """Collects the differences of two results."""

    def __init__(self, result, oracle, sigmas=5.0, skip=()):
        self.sigmas, self.skip = sigmas, set(skip)
        self.sizes = (self.size(result, "result"), self.size(oracle, "oracle"))
        self.differences, self.without_error = [], 0
        self.quantities(result["quantities"], oracle["quantities"])
        self.passages(result["passages"], oracle["passages"])
        self.events(result["events"], oracle["events"])
        self.decomposition(result["decomposition"], oracle["decomposition"])
        if not self.differences:
            raise Incomparable("there is nothing to compare")

    @staticmethod
    def size(data, side):
        data = {**data.get("run", {}), **data} if isinstance(data, dict) else data
        if not isinstance(data, dict) or not isinstance(data.get("trajectories"), int):
            raise Incomparable(f"{side}: no number of trajectories")
        for section in ("quantities", "passages", "events", "decomposition"):
            if section not in data:
                raise Incomparable(f"{side}: no section {section!r}")
        return data["trajectories"]

    def add(self, where, first, second, z):
        if z is None:
            self.without_error += 1
        else:
            self.differences.append(Difference(where, first, second, z))

    def pairs(self, first, second, key, what):
        """Entries of two lists (or mappings) matched by key; an entry on one side only is refused."""

        def keyed(entries):
            items = entries.items() if isinstance(entries, dict) else ((key(entry), entry) for entry in entries)
            return {k: entry for k, entry in items if not self.skip.intersection(k if isinstance(k, tuple) else (k,))}

        left, right = keyed(first), keyed(second)
        only = [("result", k) for k in left if k not in right] + [("oracle", k) for k in right if k not in left]
        if only:
            listed = ", ".join(f"{k} ({side} only)" for side, k in only[:10])
            raise Incomparable(f"{what}: on one side only: {listed}")
        return [(k, left[k], right[k]) for k in left]

    def by_level(self, first, second, what):
        """Mappings whose keys are numbers in text, matched as numbers ("0" and "0.0" are one key)."""

        def normal(table):
            return {round(float(key), 9): entry for key, entry in table.items()}

        return self.pairs(normal(first), normal(second), None, what)

    def years(self, first, second, what):
        return self.pairs(first["years"], second["years"], lambda entry: int(entry["year"]), what)

    def one(self, where, first, second, z_of):
        # Withheld for a reason: no value, or an sd without an error, which a heavy tail has.
        if first == [None, None] or (where.endswith(" sd") and first[1] is None):
            self.without_error += 1
            return
        a, b = value_and_error(first, where), value_and_error(second, where)
        self.add(where, a[0], b[0], z_of(a, b))

    def probability(self, where, first, second):
        self.one(where, first, second, lambda a, b: probability_z(a, b, self.sizes))

    def quantities(self, first, second):
        for (target, name), left, right in self.pairs(first, second, lambda e: (e["target"], e["id"]), "quantities"):
            linear = right.get("kind", left.get("kind", "linear")) == "linear"
            step = PUBLISHED_STEP if target == "contrast_published" and linear else 0.0
            for year, a, b in self.years(left, right, f"{target} {name}"):
                self.summary(f"{target} {name} {year}", step, a, b)

    def summary(self, where, step, first, second):
        """One quantity in one year; `step` is the step in which its values come, 0 for none."""
        width = max(float(first.get("bin_width") or 0.0), float(second.get("bin_width") or 0.0))
        for name in ("mean", "sd"):
            self.one(f"{where} {name}", self.have(first, name, where), self.have(second, name, where), z_score)
        for level, a, b in self.by_level(self.have(first, "quantiles", where), self.have(second, "quantiles", where), where):
            self.one(f"{where} q{level:g}", a, b, lambda x, y: z_score(x, y, width + step))
        for threshold, a, b in self.by_level(first.get("cdf", {}), second.get("cdf", {}), f"{where} cdf"):
            self.probability(f"{where} P(<= {threshold:g})", a, b)
        for name in ("narrower", "below_start"):
            if name in first or name in second:
                self.probability(f"{where} {name}", self.have(first, name, where), self.have(second, name, where))
        a, b = float(self.have(first, "central", where)), float(self.have(second, "central", where))
        tolerance = max(CENTRAL_TOLERANCE * max(1.0, abs(b)), 2.0 * step)
        self.add(f"{where} central", a, b, self.sigmas * (a - b) / tolerance)

    @staticmethod
    def have(entry, name, where):
        if name not in entry:
            raise Incomparable(f"{where}: {name} is missing on a side")
        return entry[name]

    def passages(self, first, second):
        def key(entry):
            return entry["target"], entry["contrast"], round(float(entry["threshold"]), 9)

        for (target, name, threshold), left, right in self.pairs(first, second, key, "passages"):
            where = f"passage {target} {name} {threshold:g}"
            for kind in ("first", "lasting"):
                tables = [{str(k): v for k, v in self.have(side, kind, where).items()} for side in (left, right)]
                for year, a, b in self.pairs(*tables, None, f"{where} {kind}"):
                    self.probability(f"{where} {kind} {year}", a, b)
            self.one(f"{where} crossings", self.have(left, "crossings", where), self.have(right, "crossings", where),
                     lambda a, b: count_z(a, b, self.sizes))
            self.one(f"{where} share_above", self.have(left, "share_above", where), self.have(right, "share_above", where), z_score)

    def events(self, first, second):
        for name, left, right in self.pairs(first, second, lambda entry: entry["id"], "events"):
            for year, a, b in self.years(left, right, f"event {name}"):
                where = f"event {name} {year}"
                self.one(f"{where} onsets", self.have(a, "onsets", where), self.have(b, "onsets", where),
                         lambda x, y: count_z(x, y, self.sizes))
                self.one(f"{where} active_share", self.have(a, "active_share", where), self.have(b, "active_share", where), z_score)
                self.probability(f"{where} happened", self.have(a, "happened", where), self.have(b, "happened", where))

    def decomposition(self, first, second):
        for name, left, right in self.pairs(first, second, lambda entry: entry["contrast"], "decomposition"):
            for year, a, b in self.years(left, right, f"decomposition {name}"):
                where = f"decomposition {name} {year}"
                self.one(f"{where} total", self.have(a, "total", where), self.have(b, "total", where), z_score)
                # A part that a side does not list does not occur in the study: it must be nothing on the other.
                for part in dict.fromkeys([*a["parts"], *b["parts"]]):
                    self.one(f"{where} {part}", a["parts"].get(part, [0.0, 0.0]), b["parts"].get(part, [0.0, 0.0]),
                             lambda x, y: z_score(x, y, PART_TOLERANCE))

    def failures(self):
        return [d for d in self.differences if not abs(d.z) <= self.sigmas]

    def worst(self, count=10):
        return sorted(self.differences, key=lambda d: -abs(d.z))[:count]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="compare", description=__doc__.splitlines()[0])
    parser.add_argument("result")
    parser.add_argument("oracle")
    parser.add_argument("--sigmas", type=float, default=5.0)
    parser.add_argument("--skip", action="append", default=[], metavar="TARGET", help="leave out a target, id or event")
    options = parser.parse_args(arguments)
    try:
        loaded = []
        for path in (options.result, options.oracle):
            with open(path, encoding="utf-8") as stream:
                loaded.append(json.load(stream))
        comparison = Comparison(*loaded, options.sigmas, options.skip)
    except (Incomparable, KeyError, TypeError, OSError, json.JSONDecodeError) as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    for difference in comparison.worst():
        print(f"{difference.z:+8.2f}  {difference.where}: {difference.result:.6g} against {difference.oracle:.6g}")
    failures = comparison.failures()
    print(f"{len(comparison.differences)} numbers compared, {len(failures)} beyond {options.sigmas:g} standard errors, "
          f"{comparison.without_error} without an error on either side")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
