# SPDX-License-Identifier: Apache-2.0
"""Scores and contrasts of Gaussian log-odds, first passage, revisions, measurement."""

import math

import numpy as np
from scipy import special, stats

from . import formulas as f
from .cases import Case, contrast, passage, score_of, total, years
from .driver_cases import LEVELS, image


def odds(study, t):
    """[(mean, sd)] of the two actors' log-odds and their correlation at t; one dimension, no reference."""
    d = study["drivers"]["compute"]
    eta = study["index"]["dimensions"]["main"].get("steepness", 1.0)
    ends = [(f.logit(total(study, a)) + eta * d[a]["growth"] * t, eta * d[a]["volatility"] * math.sqrt(t))
            for a in ("one", "two")]
    return ends, study.get("shocks", {}).get("pair", [{"rho": 0.0}])[0]["rho"]


def first_below(study, t, bound):
    """P(S_one <= bound(S_two)), conditioning on the second score; scores outside 0 ... 100 are certain."""
    ((m1, s1), (m2, s2)), rho = odds(study, t)
    limit = np.clip(bound(f.score(m2 + s2 * f.Z)) / 100.0, 0.0, 1.0)
    conditional = special.ndtr((f.logit(limit) - m1 - rho * s1 * f.Z) / (s1 * math.sqrt(1.0 - rho**2)))
    return float(np.sum(f.WEIGHT * conditional))


def score_map(study):
    out = []
    contrasts = {
        "gap": (lambda one, two: one - two, lambda c: (lambda two: two + c)),
        "total": (lambda one, two: 0.5 * (one + two), lambda c: (lambda two: 2.0 * c - two)),
        "log_quotient": (lambda one, two: np.log(one / two), lambda c: (lambda two: two * math.exp(c))),
        "quotient": (lambda one, two: two / one, lambda c: (lambda two: two / c)),
    }
    for year, t in years(study):
        ends, rho = odds(study, t)
        for actor, (mean, sd) in zip(("one", "two"), ends):
            out += score_of(actor, year, image(lambda p: f.score(mean + sd * special.ndtri(p)),
                                               *f.moments(f.score, mean, sd)),
                            "monotone image of a normal")
        for name, (value, bound) in contrasts.items():
            falling = name == "quotient"

            def cdf(c, bound=bound, falling=falling):
                below = first_below(study, t, bound(c))
                return 1.0 - below if falling else below

            def on_odds(x, y, value=value):
                return value(f.score(x), f.score(y))

            means, sds = zip(*ends)
            first = f.over_normals(on_odds, means, sds, rho)
            second = f.over_normals(lambda x, y: (on_odds(x, y) - first) ** 2, means, sds, rho)
            start = value(100.0 * total(study, "one"), 100.0 * total(study, "two"))
            what = {"mean": first, "sd": math.sqrt(second), "below_start": cdf(start)}
            what |= {("cdf", c): cdf(c) for c in study["contrasts"][name]["thresholds"]}
            if name in ("gap", "log_quotient"):
                what["narrower"] = cdf(abs(start)) - cdf(-abs(start))
            reach = 12.0 * math.sqrt(second)
            low, high = (0.3, 3.0) if falling else (first - reach, first + reach)
            what |= {("quantile", p): f.root(lambda c: cdf(c) - p, low, high) for p in LEVELS}
            out += contrast(name, year, what, "two correlated logistic normals: conditioning on the second")
    return out


def walk(study):
    """(start, drift, sd of a year) of the log-odds' difference."""
    d = study["drivers"]["compute"]
    return (f.logit(total(study, "one")) - f.logit(total(study, "two")), d["one"]["growth"] - d["two"]["growth"],
            math.hypot(d["one"]["volatility"], d["two"]["volatility"]))


def path(study, sides):
    """P(sides of years 1, 2, 3), each "above", "below" or "any": given year 2 the others are independent."""
    x0, mu, s = walk(study)

    def normal(side, mean, sd):
        if side == "any":
            return 1.0
        return float(special.ndtr(mean / sd if side == "above" else -mean / sd))

    def integrand(x):
        density = stats.norm.pdf(x, x0 + 2.0 * mu, s * math.sqrt(2.0))
        return density * normal(sides[0], (x0 + x) / 2.0, s / math.sqrt(2.0)) * normal(sides[2], x + mu, s)

    reach = 14.0 * s
    low, high = {"above": (0.0, reach), "below": (-reach, 0.0), "any": (-reach, reach)}[sides[1]]
    return f.quad(integrand, low, high)


def first_passage(study):
    base = study["study"]["base"]
    a, b, free = "above", "below", "any"
    first = {base + 1: path(study, (b, free, free)), base + 2: path(study, (a, b, free)),
             base + 3: path(study, (a, a, b)), "never": path(study, (a, a, a))}
    lasting = {base + 1: path(study, (b, b, b)), base + 2: path(study, (a, b, b)),
               base + 3: path(study, (free, a, b)), "never": path(study, (free, free, a))}
    assert abs(sum(first.values()) - 1.0) < 1e-9 and abs(sum(lasting.values()) - 1.0) < 1e-9, "a distribution"
    x0, mu, s = walk(study)
    times = np.array([1.0, 2.0, 3.0])
    joint = stats.multivariate_normal.cdf(np.zeros(3), -(x0 + mu * times), s**2 * np.minimum.outer(times, times))
    assert abs(joint - first["never"]) < 1e-4, "the orthant probability of SciPy agrees"
    turns = [path(study, (b, free, free))] + [path(study, pair) for pair in
                                             ((a, b, free), (b, a, free), (free, a, b), (free, b, a))]
    above = [path(study, sides) for sides in ((a, free, free), (free, a, free), (free, free, a))]
    what = {("first", key): p for key, p in first.items()} | {("lasting", key): p for key, p in lasting.items()}
    what |= {"crossings": sum(turns), "share_above": sum(above) / 3.0}
    return passage("gap", 0.0, what, "Markov property of the Gaussian walk watched at three years' ends")


def revisions(study):
    out, r, d = [], study["index"]["revisions"], study["drivers"]["compute"]
    per_point = [1.0 / (100.0 * total(study, a) * (1.0 - total(study, a))) for a in ("one", "two")]
    jump_mean = [per_point[0] * (r["common_mean"] + r["difference_mean"] / 2.0),
                 per_point[1] * (r["common_mean"] - r["difference_mean"] / 2.0)]
    spread = math.hypot(r["common_sd"], r["difference_sd"] / 2.0)
    jump_sd = [per_point[0] * spread, per_point[1] * spread]
    rho = (r["common_sd"] ** 2 - r["difference_sd"] ** 2 / 4.0) / spread**2
    difference_sd = math.sqrt(jump_sd[0]**2 + jump_sd[1]**2 - 2.0 * rho * jump_sd[0] * jump_sd[1])
    for year, t in years(study):
        levels = [f.logit(total(study, a)) + d[a]["growth"] * t for a in ("one", "two")]
        gap = f.score(levels[0]) - f.score(levels[1])
        first = square = below = 0.0
        for k in range(round(t) + 1):
            p = stats.binom.pmf(k, round(t), r["probability"])
            if k == 0:
                first, square, below = first + p * gap, square + p * gap**2, below + p * (gap <= 0.0)
                continue
            means = [x + k * m for x, m in zip(levels, jump_mean)]
            sds = [math.sqrt(k) * s for s in jump_sd]
            first += p * (f.over_normal(f.score, means[0], sds[0]) - f.over_normal(f.score, means[1], sds[1]))
            square += p * f.over_normals(lambda x, y: (f.score(x) - f.score(y)) ** 2, means, sds, rho)
            below += p * special.ndtr(-(means[0] - means[1]) / (math.sqrt(k) * difference_sd))
        out += contrast("gap", year, {"mean": first, "sd": math.sqrt(square - first**2), ("cdf", 0.0): below},
                        "binomial mixture over the number of revisions", "contrast_edition")
        out += contrast("gap", year, {"mean": gap, "sd": 0.0, ("cdf", 0.0): float(gap <= 0.0)},
                        "the constant method does not see them")
    return out


def measurement(study):
    out, sd = [], study["index"]["measurement"]["sd"]
    lattices = []
    for actor in ("one", "two"):
        value = 1e4 * total(study, actor)
        steps = np.arange(math.floor(value - 100.0 * sd * 10.0), math.ceil(value + 100.0 * sd * 10.0) + 1)
        p = special.ndtr((steps + 0.5 - value) / (100.0 * sd)) - special.ndtr((steps - 0.5 - value) / (100.0 * sd))
        lattices.append((steps, p))
    (one, p), (two, q) = lattices
    gaps = np.subtract.outer(one, two)
    weight = np.outer(p, q)
    mean = float((weight * gaps).sum())
    spread = math.sqrt(float((weight * (gaps - mean) ** 2).sum()))
    for year, _ in years(study):
        what = {"mean": mean / 100.0, "sd": spread / 100.0}
        what |= {("cdf", c): float(weight[gaps <= round(100.0 * c)].sum())
                 for c in study["contrasts"]["gap"]["thresholds"]}
        out += contrast("gap", year, what, "difference of two normals rounded to hundredths, summed over the lattice",
                        "contrast_published")
    return out


CASES = [
    Case("score-map", "score-map", score_map, {"index.dimensions.main.steepness": 0.605}),
    Case("first-passage", "first-passage", first_passage, {"drivers.compute.one.volatility": 0.28}),
    Case("first-passage-monthly", "first-passage", first_passage, {"drivers.compute.two.growth": 0.103},
         {"study.step": "1 month"}),
    Case("revisions", "revisions", revisions, {"index.revisions.probability": 0.308}),
    Case("measurement", "measurement", measurement, {"index.measurement.sd": 0.0122}),
]
