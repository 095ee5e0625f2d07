# SPDX-License-Identifier: Apache-2.0
"""Drivers: random walks, relaxing growth, reversion, fat tails, shares, ratios, capacity, couplings."""

import math


import mpmath
import numpy as np
from scipy import special, stats

from . import formulas as f
from .cases import Case, contrast, driver, step_years, total, years

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def normal(mean, sd):
    """Summary of a normal quantity; of a number where sd = 0, whose quantiles are left to the bins."""
    if sd == 0.0:
        return {"mean": mean, "sd": 0.0}
    return {"mean": mean, "sd": sd} | {("quantile", p): mean + sd * special.ndtri(p) for p in LEVELS}


def image(quantile, first, second):
    """Summary of a quantity with a known quantile function, mean and sd."""
    return {"mean": first, "sd": second} | {("quantile", p): float(quantile(p)) for p in LEVELS}


def odds_difference(study):
    return f.logit(total(study, "one")) - f.logit(total(study, "two"))


def links(study):
    out = []
    dimension = study["index"]["dimensions"]["main"]
    drift, parts = 0.0, {}
    for name, table in study["drivers"].items():
        weight = dimension["steepness"] * dimension["loadings"].get(name, 0.0)
        for actor, sign in (("one", 1.0), ("two", -1.0)):
            process = table[actor]
            start = f.link(table["link"], process["level"])
            drift += sign * weight * process["growth"]
            parts[f"{name}.{actor}"] = sign * weight * process["volatility"]
            for year, t in years(study):
                out += driver(f"{name}.{actor}", year,
                              normal(start + process["growth"] * t, process["volatility"] * math.sqrt(t)),
                              "random walk in link space: N(g(x0) + m t, sigma^2 t)")
    variance = sum(v * v for v in parts.values())
    for pair in study["shocks"]["pair"]:
        first, second = pair["between"]
        variance += 2.0 * pair["rho"] * parts[first] * parts[second]
    for year, t in years(study):
        ahead = (odds_difference(study) + drift * t) / math.sqrt(variance * t)
        out += contrast("gap", year, {("cdf", 0.0): special.ndtr(-ahead)},
                        "P(gap <= 0) = Phi of the log-odds' difference, whose variance holds the correlations")
    return out


def relaxing_growth(study):
    out = []
    for actor in ("one", "two"):
        p = study["drivers"]["compute"][actor]
        for year, t in years(study):
            mean = math.log(p["level"]) + f.planned(p["growth"], p["growth_start"], p["growth_half_life"], t)
            out += driver(f"compute.{actor}", year, normal(mean, p["volatility"] * math.sqrt(t)),
                          "ln x0 + m t + (m0 - m)(h/ln 2)(1 - 2^(-t/h)), variance sigma^2 t")
    return out


def reversion(study):
    out, ends = [], {}
    for name, table in study["drivers"].items():
        for actor in ("one", "two"):
            p = table[actor]
            start = f.link(table["link"], p["level"])
            about = f.link(table["link"], p.get("reversion_level", p["level"]))
            kappa = p["reversion"]
            for year, t in years(study):
                mean = about + p.get("growth", 0.0) * t + (start - about) * math.exp(-kappa * t)
                variance = p["volatility"] ** 2 * -math.expm1(-2.0 * kappa * t) / (2.0 * kappa)
                ends[name, actor, year] = mean - start, variance
                out += driver(f"{name}.{actor}", year, normal(mean, math.sqrt(variance)),
                              "Ornstein-Uhlenbeck about the trend: theta + (x0 - theta0) e^(-kappa t), "
                              "variance sigma^2 (1 - e^(-2 kappa t))/(2 kappa)")
    rho = study["shocks"]["pair"][0]["rho"]
    for year, _ in years(study):
        (m1, v1), (m2, v2) = ends["compute", "one", year], ends["compute", "two", year]
        sd = math.sqrt(v1 + v2 - 2.0 * rho * math.sqrt(v1 * v2))
        out += contrast("gap", year, {("cdf", 0.0): special.ndtr(-(odds_difference(study) + m1 - m2) / sd)},
                        "difference of two Ornstein-Uhlenbeck processes with one kappa keeps the shocks' correlation")
    return out


def fat_tails(study):
    out, shocks = [], study["shocks"]
    groups = {"compute": shocks["nu"], "talent": shocks["tail_groups"]["calm"]["nu"]}
    for name, nu in groups.items():
        unit = math.sqrt((nu - 2.0) / nu)

        # u = sinh(v) turns the tails of t into exponential ones, where the trapezoidal rule converges fast
        v = np.arange(-12.0, 12.0, 0.02)
        weight = stats.t.pdf(np.sinh(v) / unit, nu) / unit * np.cosh(v) * 0.02

        def cdf_of_two(x):
            """CDF of the sum of two independent t of unit variance: two calendar years."""
            return float(np.sum(weight * stats.t.cdf((x - np.sinh(v)) / unit, nu)))

        two = {p: f.root(lambda x: cdf_of_two(x) - p, -6.0, 6.0) for p in LEVELS if p > 0.5}
        two |= {round(1.0 - p, 9): -x for p, x in two.items()} | {0.5: 0.0}
        one = {p: unit * float(special.stdtrit(nu, p)) for p in LEVELS}
        for actor in ("one", "two"):
            p = study["drivers"][name][actor]
            for (year, t), quantile in zip(years(study), (one, two)):
                what = {"mean": math.log(p["level"]), "sd": p["volatility"] * math.sqrt(t)}
                what |= {("quantile", q): what["mean"] + p["volatility"] * quantile[q] for q in LEVELS}
                out += driver(f"{name}.{actor}", year, what,
                              "one year: sigma sqrt((nu - 2)/nu) t_nu; two years: its convolution; sd sigma sqrt(t)")
    nu, year = shocks["nu"], study["study"]["base"] + 1
    sd = math.hypot(*(study["drivers"]["compute"][a]["volatility"] for a in ("one", "two")))
    scale = sd * math.sqrt((nu - 2.0) / nu)
    out += contrast("gap", year, {("cdf", 0.0): stats.t.cdf(-odds_difference(study) / scale, nu)},
                    "one W for the group: the log-odds' difference is itself a scaled t with nu")
    return out


def shares(study):
    out = []
    talent, market = study["drivers"]["talent"], study["drivers"]["market"]
    quality = study["drivers"]["quality"]["ratio"]

    def starts(group):
        rest = 1.0 - group["one"]["level"] - group["two"]["level"]
        return [math.log(group[a]["level"] / rest) for a in ("one", "two")]

    for year, t in years(study):
        how = "softmax of the log-ratios: logit of the share is x_a - ln(1 + e^(x_b))"
        one, two = (x + talent[a]["growth"] * t for x, a in zip(starts(talent), ("one", "two")))
        out += driver("talent.one", year, normal(one - np.logaddexp(0.0, two), 0.0), how)
        out += driver("talent.two", year, normal(two - np.logaddexp(0.0, one), 0.0), how)
        one, two = (x + market[a]["growth"] * t for x, a in zip(starts(market), ("one", "two")))
        sd = market["one"]["volatility"] * math.sqrt(t)
        out += driver("market.one", year, normal(one - np.logaddexp(0.0, two), sd), how + ", x_b deterministic")

        def rival(x, two=two):
            return two - np.logaddexp(0.0, x)

        first, second = f.moments(rival, one, sd)
        out += driver("market.two", year,
                      image(lambda p: rival(one + sd * special.ndtri(1.0 - p)), first, second),
                      how + ", decreasing in the normal x_b")
        mean = math.log(quality["level"]) + quality["growth"] * t
        sd = quality["volatility"] * math.sqrt(t)
        split = quality["split"]
        out += driver("quality.one", year, normal(split * mean, split * sd), "split of a Gaussian log-ratio")
        out += driver("quality.two", year, normal((split - 1.0) * mean, (1.0 - split) * sd),
                      "minus the rest of the split of a Gaussian log-ratio")
    return out


def limited(start, growth, capacity, by_start, by_now, t, utilisation=None):
    """View of a limited driver at t, in 50 digits: x - s ln(1 + e^((x - c)/s))."""
    mp = mpmath.mp.clone()
    mp.dps = 50
    s, u = mp.mpf(capacity["smoothness"]), mp.mpf(utilisation or capacity["utilisation"])
    c0 = mp.mpf(start) - mp.log(u)
    c = c0 + mp.mpf(capacity["efficiency_growth"]) * t + mp.mpf(by_now) - mp.mpf(by_start)
    q = u ** (1 / s)
    x = c0 + s * (mp.log(q) - mp.log1p(-q)) + mp.mpf(growth) * t
    return x - s * mp.log1p(mp.exp((x - c) / s))


def capacity(study):
    out = []
    d = study["drivers"]
    power = {a: d["power"][a] for a in ("one", "two")}
    one, talent, two = d["compute"]["one"], d["talent"]["one"], d["compute"]["two"]
    expert = two["capacity"]["utilisation"]
    mean, sd = f.normal_quantile2(f.logit(expert["p05"]), f.logit(expert["p95"]))
    z = f.Z[::10]
    weights = f.WEIGHT[::10] * 10.0
    for year, t in years(study):
        by = {a: (math.log(p["level"]), math.log(p["level"]) + p["growth"] * t) for a, p in power.items()}
        start = math.log(one["level"])
        view = limited(start, one["growth"], one["capacity"], *by["one"], t)
        out += driver("compute.one", year, normal(view, 0.0), "soft minimum with the capacity, in 50 digits")
        chained = limited(math.log(talent["level"]), talent["growth"], talent["capacity"], start, view, t)
        out += driver("talent.one", year, normal(chained, 0.0),
                      "limited by the view of a driver that is limited itself")

        def uncertain(z, t=t, by=by):
            return float(limited(math.log(two["level"]), two["growth"], two["capacity"], *by["two"], t,
                                 f.logistic(mean + sd * z)))

        values = np.array([uncertain(x) for x in z])
        first = float(np.sum(weights * values))
        second = math.sqrt(float(np.sum(weights * (values - first) ** 2)))
        out += driver("compute.two", year, image(lambda p: uncertain(special.ndtri(1.0 - p)), first, second),
                      "decreasing in the utilisation, whose logit is normal")
    return out


def couplings(study):
    out, step = [], step_years(study)
    for actor in ("one", "two"):
        source, target = study["drivers"]["investment"][actor], study["drivers"]["compute"][actor]
        raw = study["couplings"]["compute"][actor]["investment"][actor]
        mean_c, sd_c = (raw["mean"], raw["sd"]) if isinstance(raw, dict) else (raw, 0.0)
        levy = study["events"]["levy"]["growth"]["investment"].get(actor, 0.0)
        for year, t in years(study):
            steps, lag = round(t / step), round(1.0 / step)
            # sum over steps of Δ (dev(t_n) - dev(t_n - 1)); what is left after cancellation is Δ times the last year
            kept = [n * step for n in range(max(0, steps - lag), steps)]
            variance = step**2 * sum(min(a, b) for a in kept for b in kept) * source["volatility"] ** 2
            drift = step * sum(kept) * levy
            variance = (mean_c**2 + sd_c**2) * variance + (sd_c * drift) ** 2
            mean = math.log(target["level"]) + target["growth"] * t + mean_c * drift
            out += driver(f"compute.{actor}", year,
                          {"mean": mean, "sd": math.sqrt(variance + target["volatility"] ** 2 * t)},
                          "target's own walk plus c times the lagged deviation of the source, a sum of Gaussian steps")
    return out




MONTHLY = {"study.step": "1 month", "study.end": 2026}

CASES = [
    Case("links", "links", links, {"drivers.adoption.one.volatility": 0.502, "drivers.compute.two.growth": 0.353}),
    Case("links-monthly", "links", links,
         {"shocks.pair": [{"between": ["compute.one", "compute.two"], "rho": 0.46},
                          {"between": ["compute.one", "adoption.one"], "rho": -0.4},
                          {"between": ["adoption.one", "adoption.two"], "rho": 0.3}]}, MONTHLY),
    Case("relaxing-growth", "relaxing-growth", relaxing_growth, {"drivers.compute.one.growth_half_life": 1.51}),
    Case("relaxing-growth-monthly", "relaxing-growth", relaxing_growth, {"drivers.compute.two.growth_start": 0.055},
         {"study.step": "1 month"}),
    Case("reversion", "reversion", reversion, {"drivers.compute.one.reversion": 0.71}),
    Case("reversion-monthly", "reversion", reversion, {"drivers.compute.one.reversion_level": 2.01},
         {"study.step": "1 month"}),
    Case("fat-tails", "fat-tails", fat_tails, {"shocks.nu": 9.0}),
    Case("fat-tails-monthly", "fat-tails", fat_tails, {"shocks.nu": 9.0}, {"study.step": "1 month"}),
    Case("shares", "shares", shares, {"drivers.quality.ratio.split": 0.252}),
    Case("capacity", "capacity", capacity, {"drivers.compute.one.capacity.smoothness": 0.101}),
    Case("couplings", "couplings", couplings, {"couplings.compute.one.investment.one": 0.59}),
    Case("couplings-monthly", "couplings", couplings, {"couplings.compute.one.investment.one": 0.59},
         {"study.step": "1 month", "study.end": 2026}),
]
