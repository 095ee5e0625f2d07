# SPDX-License-Identifier: Apache-2.0
"""Statistics of trajectories with standard errors, in the shape of the oracle's JSON."""

import numpy as np


def number_key(value):
    """Shortest text of a number as a JSON key: 0, -5, 0.025."""
    return f"{value:.12g}"


def probability(count, n):
    """[p, se] with se = sqrt(p~ (1 - p~) / n), p~ = (k + 1) / (n + 2): never 0."""
    smoothed = (count + 1.0) / (n + 2.0)
    return [float(count) / n, float(np.sqrt(smoothed * (1.0 - smoothed) / n))]


def mean(values):
    return [float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))]


def deviation(values):
    """[sd, se] by the delta method: se = sqrt(m4 - s^4) / (2 s sqrt(n))."""
    n = len(values)
    centred = values - values.mean()
    square = centred * centred
    variance = square.sum() / (n - 1)
    if variance <= 0.0:
        return [0.0, 0.0]
    fourth = np.mean(square * square)
    return [float(np.sqrt(variance)), float(np.sqrt(max(0.0, fourth - variance**2) / n / (4.0 * variance)))]


def quantile(ordered, level):
    """[x at rank ceil(N p), half the distance of the ranks ceil(N p +- sqrt(N p (1 - p)))]; None outside 1 ... N."""
    n = len(ordered)
    reach = np.sqrt(n * level * (1.0 - level))
    rank = max(1, int(np.ceil(n * level - 1e-9)))
    low, high = int(np.ceil(n * level - reach)), int(np.ceil(n * level + reach))
    error = 0.5 * float(ordered[high - 1] - ordered[low - 1]) if 1 <= low and high <= n else None
    return [float(ordered[rank - 1]), error]


def summary(values, levels, thresholds=(), start=None, ratio=False):
    """One quantity in one year; `start` adds the statistics of a contrast. Parity of a ratio is 1, else 0."""
    n, ordered = len(values), np.sort(values)
    result = {"mean": mean(values), "sd": deviation(values),
              "quantiles": {number_key(level): quantile(ordered, level) for level in levels},
              "cdf": {number_key(c): probability(np.searchsorted(ordered, c, side="right"), n) for c in thresholds}}
    if start is not None:
        away = (lambda x: np.maximum(x, 1.0 / np.asarray(x))) if ratio else np.abs
        result["narrower"] = probability(np.count_nonzero(away(values) < away(start)), n)
        result["below_start"] = probability(np.count_nonzero(values < start), n)
    return result


def passage(path, start, years, threshold):
    """First and lasting passage at or below a threshold, crossings, share above; path is (years, n), start the base value."""
    n = path.shape[1]
    below = path <= threshold
    first = np.where(below.any(axis=0), below.argmax(axis=0), len(years))
    held = np.logical_and.accumulate(below[::-1], axis=0)[::-1]
    lasting = np.where(held.any(axis=0), held.argmax(axis=0), len(years))
    sides = np.vstack([np.full((1, n), start <= threshold), below])
    crossings = (sides[1:] != sides[:-1]).sum(axis=0)

    def years_of(which):
        counts = np.bincount(which, minlength=len(years) + 1)
        named = [*map(str, years), "never"]
        return {name: probability(count, n) for name, count in zip(named, counts)}

    return {"first": years_of(first), "lasting": years_of(lasting), "crossings": mean(crossings.astype(float)),
            "share_above": mean((~below).mean(axis=0))}


def event_year(onsets, active, happened):
    return {"onsets": mean(onsets), "active_share": mean(active),
            "happened": probability(np.count_nonzero(happened), len(happened))}
