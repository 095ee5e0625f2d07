# SPDX-License-Identifier: Apache-2.0
"""Index: references, weights, generalised means, base scores, decomposition."""

import math

import numpy as np
from scipy import special, stats

from . import formulas as f
from .cases import Case, contrast, part, score_of, total, years
from .driver_cases import image, normal

FEW = 65536


def plan(process, t):
    """Growth from base to t in link space; t may be negative."""
    if "growth_start" in process:
        return f.planned(process.get("growth", 0.0), process["growth_start"], process["growth_half_life"], t)
    return process.get("growth", 0.0) * t


def loading(raw):
    return (raw["weight"], raw.get("lag", 0.0)) if isinstance(raw, dict) else (raw, 0.0)


def dimension_levels(study, dimension, t):
    """Y_a(t) of every actor for drivers without chance."""
    out = []
    for actor in study["study"]["actors"]:
        y = 0.0
        for name, raw in dimension["loadings"].items():
            weight, lag = loading(raw)
            table = study["drivers"][name]
            y += weight * (f.link(table["link"], table[actor]["level"]) + plan(table[actor], t - lag))
        out.append(y)
    return np.array(out)


def reference(study, dimension, t):
    """F_k(t)."""
    now, start = dimension_levels(study, dimension, t), dimension_levels(study, dimension, 0.0)
    kind = dimension.get("reference", "frontier")
    if kind == "outside":
        base = study["study"]["base"]
        path = {0.0: 0.0} | {float(year) - base: value for year, value in dimension["outside"].items()}
        return float(np.interp(t, sorted(path), [path[x] for x in sorted(path)]))
    return float(now.max() - start.max()) if kind == "frontier" else float((now - start).mean())


def generalised_mean(values, weights, order):
    if order == 0.0:
        return math.exp(sum(w * math.log(v) for v, w in zip(values, weights)))
    return sum(w * v**order for v, w in zip(values, weights)) ** (1.0 / order)


def deterministic_scores(study, t, phi, order):
    """Scores of all actors in points."""
    dimensions = list(study["index"]["dimensions"].values())
    weights = [d["weight"] for d in dimensions]
    out = []
    for a, actor in enumerate(study["study"]["actors"]):
        now, start = [], []
        for d in dimensions:
            base = f.logit(d["base"][actor] / 100.0 if "base" in d else total(study, actor))
            moved = dimension_levels(study, d, t)[a] - dimension_levels(study, d, 0.0)[a]
            start.append(f.logistic(base))
            now.append(f.logistic(base + d.get("steepness", 1.0) * (moved - phi * reference(study, d, t))))
        move = f.logit(generalised_mean(now, weights, order)) - f.logit(generalised_mean(start, weights, order))
        out.append(float(f.score(move + f.logit(total(study, actor)))))
    return np.array(out)


def goalposts(study):
    out, phi = [], study["index"]["phi"]
    for year, t in years(study):
        for a, actor in enumerate(study["study"]["actors"]):
            if not isinstance(phi, dict):
                value = deterministic_scores(study, t, phi, 1.0)[a]
                out += score_of(actor, year, normal(value, 0.0), "deterministic: the formulas of the score map")
                continue
            low, high = phi["min"], phi["max"]

            def points(x, t=t, a=a):
                return deterministic_scores(study, t, x, 1.0)[a]

            first = f.quad(lambda x: points(x) / (high - low), low, high)
            second = f.quad(lambda x: (points(x) - first) ** 2 / (high - low), low, high)
            out += score_of(actor, year,
                            image(lambda p: points(low + (1.0 - p) * (high - low)), first, math.sqrt(second)),
                            "decreasing in phi, whose quantiles are known")
    return out


def common_goalpost(study):
    out, d, phi = [], study["drivers"]["compute"], study["index"]["phi"]
    eta = study["index"]["dimensions"]["main"]["steepness"]
    shares = {"one": {"one": 1.0 - phi / 2.0, "two": -phi / 2.0}, "two": {"one": -phi / 2.0, "two": 1.0 - phi / 2.0}}
    for year, t in years(study):
        for actor, share in shares.items():
            mean = f.logit(total(study, actor)) + eta * sum(s * d[a]["growth"] * t for a, s in share.items())
            sd = eta * math.sqrt(t * sum((s * d[a]["volatility"]) ** 2 for a, s in share.items()))
            out += score_of(actor, year, image(lambda p: f.score(mean + sd * special.ndtri(p)),
                                               *f.moments(f.score, mean, sd)),
                            "log-odds are linear in the two walks: Gaussian")
        lead = f.logit(total(study, "one")) - f.logit(total(study, "two"))
        lead += eta * (d["one"]["growth"] - d["two"]["growth"]) * t
        sd = eta * math.hypot(d["one"]["volatility"], d["two"]["volatility"]) * math.sqrt(t)
        out += contrast("gap", year, {("cdf", 0.0): special.ndtr(-lead / sd)},
                        "a common goalpost leaves the sign alone")
    return out


def weights(study):
    out, index, d = [], study["index"], study["drivers"]
    c = index["weight_concentration"]
    first, second = (index["dimensions"][k]["weight"] for k in ("first", "second"))
    beta = {"one": stats.beta(c * first, c * (1.0 - first)), "two": stats.beta(c * second, c * (1.0 - second))}
    for year, t in years(study):
        slope = {}
        for actor, name in (("one", "compute"), ("two", "talent")):
            base = 100.0 * total(study, actor)
            slope[actor] = f.score(f.logit(total(study, actor)) + d[name][actor]["growth"] * t) - base
            w = beta[actor]
            out += score_of(actor, year, image(lambda p: base + slope[actor] * w.ppf(p), base + slope[actor] * w.mean(),
                                               slope[actor] * w.std()),
                            "all dimensions start at T, so Score = T + w (S - T), w beta distributed")
        one, two = slope["one"], slope["two"]
        mean = 100.0 * (total(study, "one") - total(study, "two")) + one * first - two * second
        covariance = -first * second / (c + 1.0)
        variance = one**2 * beta["one"].var() + two**2 * beta["two"].var() - 2.0 * one * two * covariance
        out += contrast("gap", year, {"mean": mean, "sd": math.sqrt(variance)},
                        "linear in two Dirichlet weights with covariance -w_i w_j/(c + 1)")
    return out


def means(study):
    out, order = [], study["index"]["order"]
    mixture = list(zip(order["values"], order["weights"])) if isinstance(order, dict) else [(order, 1.0)]
    for year, t in years(study):
        table = np.array([deterministic_scores(study, t, 0.0, p) for p, _ in mixture])
        share = np.array([w for _, w in mixture])
        first = share @ table
        second = np.sqrt(share @ (table - first) ** 2)
        for a, actor in enumerate(study["study"]["actors"]):
            out += score_of(actor, year, {"mean": first[a], "sd": second[a]},
                            "generalised mean of the dimension scores, anchored; a choice of orders mixes them")
    return out


def base_scores(study):
    out, d, dims = [], study["drivers"]["compute"], study["index"]["dimensions"]
    moving, paired, fixed = dims["moving"], dims["paired"], dims["fixed"]
    points = paired["base_contrast"]["points"]
    middle = 50.0 * (total(study, "one") + total(study, "two"))
    z, w = f.Z[::10], f.WEIGHT[::10] * 10.0
    for year, t in years(study):
        conditional = {}
        for actor, sign in (("one", 1.0), ("two", -1.0)):
            q = moving["base"][actor]
            mean, sd = f.normal_quantile2(f.logit(q["p05"] / 100.0), f.logit(q["p95"] / 100.0))
            first = (mean + sd * z)[:, None]
            centre = np.clip(middle + sign * (points["mean"] + points["sd"] * z) / 2.0, 0.5, 99.5)
            second = f.logit(centre / 100.0)[None, :]
            still = fixed["weight"] * fixed["base"][actor] / 100.0

            def aggregate(growth):
                return (moving["weight"] * f.logistic(first + growth)
                        + paired["weight"] * f.logistic(second + paired["steepness"] * growth) + still)

            moved = f.logit(aggregate(d[actor]["growth"] * t)) - f.logit(aggregate(0.0))
            value = f.score(moved + f.logit(total(study, actor)))
            conditional[actor] = (w @ value, w @ value**2)
            average = w @ conditional[actor][0]
            out += score_of(actor, year, {"mean": average, "sd": math.sqrt(w @ conditional[actor][1] - average**2)},
                            "two-dimensional quadrature over the base scores")
        one, two = conditional["one"], conditional["two"]
        average = w @ (one[0] - two[0])
        square = w @ (one[1] + two[1] - 2.0 * one[0] * two[0])
        out += contrast("gap", year, {"mean": average, "sd": math.sqrt(square - average**2)},
                        "given the common contrast the actors are independent")
    return out


def decomposition(study):
    out = []
    d = study["index"]["dimensions"]["main"]
    for year, t in years(study):
        moves = {name: {a: d["steepness"] * weight * study["drivers"][name][a]["growth"] * t for a in ("one", "two")}
                 for name, weight in d["loadings"].items()}
        start = {a: f.logit(total(study, a)) for a in ("one", "two")}
        own = {a: sum(m[a] for m in moves.values()) for a in start}
        common = sum(own.values()) / 2.0
        sign = {"one": 1.0, "two": -1.0}
        slope = {a: (f.score(start[a] + own[a]) - f.score(start[a] + common)) / (own[a] - common) for a in start}
        what = {"compression": sum(sign[a] * (f.score(start[a] + common) - f.score(start[a])) for a in start)}
        for name, move in moves.items():
            mean = sum(move.values()) / 2.0
            what[f"driver.{name}"] = sum(sign[a] * slope[a] * (move[a] - mean) for a in start)
        what["total"] = sum(sign[a] * (f.score(start[a] + own[a]) - f.score(start[a])) for a in start)
        what |= {"method": 0.0, "residual": 0.0}
        assert abs(sum(what.values()) - 2.0 * what["total"]) < 1e-10, "the parts add up"
        out += part("gap", year, what, "one dimension, no reference: log-odds are linear in the drivers")
        out += contrast("gap", year, {"mean": what["total"] + 100.0 * (total(study, "one") - total(study, "two"))},
                        "deterministic")
    return out


CASES = [
    Case("goalposts", "goalposts", goalposts, {"index.phi": 0.401}, most=FEW),
    Case("goalposts-uncertain", "goalposts", goalposts, {"index.phi": {"dist": "uniform", "min": 0.11, "max": 0.9}},
         {"index.phi": {"dist": "uniform", "min": 0.1, "max": 0.9}}),
    Case("common-goalpost", "common-goalpost", common_goalpost, {"index.phi": 0.72}),
    Case("weights", "weights", weights, {"index.weight_concentration": 8.2}),
    Case("means-arithmetic", "means", means, {"index.order": 1.01}, most=FEW),
    Case("means-harmonic", "means", means, {"index.order": -0.99}, {"index.order": -1.0}, most=FEW),
    Case("means-geometric", "means", means, {"index.order": 0.01}, {"index.order": 0.0}, most=FEW),
    Case("means-near-zero", "means", means, {"index.order": 0.06}, {"index.order": 0.05}, most=FEW),
    Case("means-square", "means", means, {"index.order": 1.99}, {"index.order": 2.0}, most=FEW),
    Case("means-choice", "means", means,
         {"index.order": {"dist": "choice", "values": [-2.0, 0.0, 2.0], "weights": [0.255, 0.245, 0.5]}},
         {"index.order": {"dist": "choice", "values": [-2.0, 0.0, 2.0], "weights": [0.25, 0.25, 0.5]}}),
    Case("base-scores", "base-scores", base_scores, {"index.dimensions.moving.base.one.p95": 85.3}),
    Case("decomposition", "decomposition", decomposition, {"index.dimensions.main.steepness": 0.801}, most=FEW),
]
