# SPDX-License-Identifier: Apache-2.0
"""Uncertain inputs: families, mixtures over rates, rank correlation."""

import math

import numpy as np
from scipy import special, stats

from . import formulas as f
from .cases import Case, contrast, driver, total, years
from .driver_cases import LEVELS, image, normal


def frozen(distribution):
    """Summary of a SciPy distribution."""
    return image(distribution.ppf, distribution.mean(), distribution.std())


def pert(low, mode, high):
    """The usual beta-PERT: shapes 1 + 4 (mode - min)/(max - min) and 1 + 4 (max - mode)/(max - min)."""
    width = high - low
    return stats.beta(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width, loc=low, scale=width)


def empirical(values):
    """Inverse CDF linear between the sorted values: E X and E X^2 piece by piece."""
    values = sorted(values)
    pieces = list(zip(values, values[1:]))
    first = sum((a + b) / 2.0 for a, b in pieces) / len(pieces)
    square = sum((a * a + a * b + b * b) / 3.0 for a, b in pieces) / len(pieces)
    return image(lambda p: np.interp(p, np.linspace(0.0, 1.0, len(values)), values), first,
                 math.sqrt(square - first**2))


def inputs(study):
    d = study["drivers"]

    def level(name, actor):
        return d[name][actor]["level"]

    year = study["study"]["end"]
    out = []
    q = level("flat", "one")
    out += driver("flat.one", year, frozen(stats.uniform(q["min"], q["max"] - q["min"])), "uniform")
    q = level("flat", "two")
    width = q["max"] - q["min"]
    out += driver("flat.two", year, frozen(stats.triang((q["mode"] - q["min"]) / width, q["min"], width)), "triangular")
    q = level("bell", "one")
    low, high = ((bound - q["mean"]) / q["sd"] for bound in q["truncate"])
    out += driver("bell.one", year, frozen(stats.truncnorm(low, high, q["mean"], q["sd"])), "truncated normal")
    q = level("bell", "two")
    out += driver("bell.two", year, frozen(stats.t(q["nu"], q["location"], q["scale"])), "Student t")
    q = level("expert", "one")
    out += driver("expert.one", year, normal(*f.normal_quantile2(q["p05"], q["p95"])), "normal through two quantiles")
    for name, actor, link in (("expert", "two", "identity"), ("positive", "two", "log"), ("part", "two", "logit")):
        q = level(name, actor)
        quantile = f.metalog3(*(f.link(link, q[key]) for key in ("p05", "p50", "p95")))
        out += driver(f"{name}.{actor}", year, image(quantile, *f.quantile_moments(quantile)),
                      f"three-term metalog on the {link} scale")
    q = level("bounded", "one")
    out += driver("bounded.one", year, frozen(pert(q["min"], q["mode"], q["max"])), "beta-PERT")
    q = level("bounded", "two")
    out += driver("bounded.two", year, frozen(stats.beta(q["alpha"], q["beta"], q["min"], q["max"] - q["min"])), "beta")
    q = level("listed", "one")
    first = float(np.dot(q["weights"], q["values"]))
    second = math.sqrt(float(np.dot(q["weights"], np.square(q["values"]))) - first**2)
    out += driver("listed.one", year, {"mean": first, "sd": second}, "choice: weighted sums")
    out += driver("listed.two", year, empirical(level("listed", "two")["values"]), "piecewise linear inverse CDF")
    q = level("positive", "one")
    out += driver("positive.one", year,
                  image(lambda p: np.log(special.gammaincinv(q["shape"], p) * q["scale"]),
                        special.digamma(q["shape"]) + math.log(q["scale"]),
                        math.sqrt(special.polygamma(1, q["shape"]))),
                  "log of a gamma: psi(k) + ln theta, psi'(k)")
    b = level("part", "one")
    out += driver("part.one", year,
                  image(lambda p: f.logit(special.betaincinv(b["alpha"], b["beta"], p)),
                        special.digamma(b["alpha"]) - special.digamma(b["beta"]),
                        math.sqrt(special.polygamma(1, b["alpha"]) + special.polygamma(1, b["beta"]))),
                  "logit of a beta: psi(a) - psi(b), psi'(a) + psi'(b)")
    q = level("skewed", "one")
    low = (math.log(q["truncate"]["min"]) - math.log(q["median"])) / q["sigma"]
    out += driver("skewed.one", year, frozen(stats.truncnorm(low, np.inf, math.log(q["median"]), q["sigma"])),
                  "log of a truncated lognormal is a truncated normal")
    q = level("skewed", "two")
    out += driver("skewed.two", year, normal(*f.normal_quantile2(math.log(q["p05"]), math.log(q["p95"]))),
                  "lognormal through two quantiles")
    return out


def uncertain_rates(study):
    out = []
    compute, talent, power = (study["drivers"][name] for name in ("compute", "talent", "power"))
    for year, t in years(study):
        p = compute["one"]
        out += driver("compute.one", year,
                      normal(math.log(p["level"]) + p["growth"]["mean"] * t,
                             math.hypot(p["volatility"] * math.sqrt(t), p["growth"]["sd"] * t)),
                      "uncertain growth adds t^2 s^2 to sigma^2 t")
        p = compute["two"]
        mean, sd = f.normal_quantile2(p["growth"]["p05"], p["growth"]["p95"])
        out += driver("compute.two", year,
                      normal(math.log(p["level"]["median"]) + mean * t,
                             math.hypot(p["level"]["sigma"], p["volatility"] * math.sqrt(t), sd * t)),
                      "lognormal level, uncertain growth and chance add up")
        for actor in ("one", "two"):
            p = talent[actor]
            v = p["volatility"]
            if "dist" in v:
                mu, s = math.log(v["median"]), v["sigma"]
            else:
                mu, s = f.normal_quantile2(math.log(v["p05"]), math.log(v["p95"]))
            mean = math.log(p["level"]) + p.get("growth", 0.0) * t

            def cdf(x, mu=mu, s=s, mean=mean, t=t):
                return f.over_normal(lambda g: special.ndtr((x - mean) / (np.exp(g) * math.sqrt(t))), mu, s)

            what = {"mean": mean, "sd": math.sqrt(t) * math.exp(mu + s * s)}
            what |= {("quantile", q): f.root(lambda x: cdf(x) - q, mean - 9.0, mean + 9.0) for q in LEVELS}
            out += driver(f"talent.{actor}", year, what,
                          "lognormal volatility: E sigma^2 = e^(2 mu + 2 s^2), quantiles of the scale mixture")
        p = power["one"]
        h, start = p["growth_half_life"], p["growth_start"]
        out += driver("power.one", year,
                      normal(math.log(p["level"]) + f.planned(p["growth"], start["mean"], h, t),
                             start["sd"] * h / math.log(2.0) * (1.0 - 2.0 ** (-t / h))),
                      "linear in the uncertain initial growth")
        p = power["two"]
        expert = p["growth_half_life"]
        mu, s = f.normal_quantile2(math.log(expert["p05"]), math.log(expert["p95"]))

        def value(g, p=p, t=t):
            return math.log(p["level"]) + f.planned(p["growth"], p["growth_start"], np.exp(g), t)

        out += driver("power.two", year,
                      image(lambda q: value(mu + s * special.ndtri(q)), *f.moments(value, mu, s)),
                      "increasing in the lognormal half-life")
    return out


def dependence(study):
    out = []
    box, compute, mixed = (study["drivers"][name] for name in ("box", "compute", "mixed"))
    rank = {tuple(pair["between"]): pair["spearman"] for pair in study["dependence"]["pair"]}
    normal_scores = {names: 2.0 * math.sin(math.pi * r / 6.0) for names, r in rank.items()}
    pearson = {pair: normal_scores[f"drivers.{pair}.level", f"drivers.{pair}.growth"]
               for pair in ("box.two", "mixed.one")}
    pearson["compute"] = normal_scores["drivers.compute.one.growth", "drivers.compute.two.growth"]
    spearman = rank["drivers.box.one.level", "drivers.box.one.growth"]
    for year, t in years(study):
        a, b = box["one"]["level"], box["one"]["growth"]
        wa, wb = a["max"] - a["min"], (b["max"] - b["min"]) * t
        variance = (wa**2 + wb**2 + 2.0 * spearman * wa * wb) / 12.0
        out += driver("box.one", year,
                      {"mean": (a["min"] + a["max"]) / 2.0 + (b["min"] + b["max"]) / 2.0 * t,
                       "sd": math.sqrt(variance)},
                      "the rank correlation of two uniforms is their correlation")
        a, b = box["two"]["level"], box["two"]["growth"]
        variance = a["sd"] ** 2 + (b["sd"] * t) ** 2 + 2.0 * pearson["box.two"] * a["sd"] * b["sd"] * t
        out += driver("box.two", year, normal(a["mean"] + b["mean"] * t, math.sqrt(variance)),
                      "two normals with correlation 2 sin(pi rho_s/6)")
        shape, sd = mixed["one"]["level"]["shape"], mixed["one"]["growth"]["sd"] * t
        # E[q(Z1) Z2] = r E[Z q(Z)] for jointly normal Z1, Z2
        below_one = np.minimum(special.ndtr(f.Z), 1.0 - 2.0**-53)
        product = float(np.sum(f.WEIGHT * f.Z * np.log(special.gammaincinv(shape, below_one))))
        variance = special.polygamma(1, shape) + sd**2 + 2.0 * pearson["mixed.one"] * sd * product
        out += driver("mixed.one", year,
                      {"mean": special.digamma(shape) + math.log(mixed["one"]["level"]["scale"])
                       + mixed["one"]["growth"]["mean"] * t, "sd": math.sqrt(variance)},
                      "log-gamma plus normal under a Gaussian copula")
        a, b = compute["one"]["growth"], compute["two"]["growth"]
        sd = t * math.sqrt(a["sd"] ** 2 + b["sd"] ** 2 - 2.0 * pearson["compute"] * a["sd"] * b["sd"])
        lead = f.logit(total(study, "one")) - f.logit(total(study, "two")) + (a["mean"] - b["mean"]) * t
        out += contrast("gap", year, {("cdf", 0.0): special.ndtr(-lead / sd)},
                        "P(gap <= 0) of two correlated growth rates")
    return out


CASES = [
    Case("inputs", "inputs", inputs, {"drivers.bounded.one.level.mode": 1.02}),
    Case("inputs-tails", "inputs", inputs, {"drivers.positive.one.level.shape": 3.03,
                                            "drivers.part.two.level.p50": 0.352}),
    Case("uncertain-rates", "uncertain-rates", uncertain_rates, {"drivers.talent.one.volatility.sigma": 0.42}),
    Case("dependence", "dependence", dependence, {"dependence.pair": [
        {"between": ["drivers.box.one.level", "drivers.box.one.growth"], "spearman": 0.6},
        {"between": ["drivers.box.two.level", "drivers.box.two.growth"], "spearman": -0.5},
        {"between": ["drivers.compute.one.growth", "drivers.compute.two.growth"], "spearman": 0.66},
        {"between": ["drivers.mixed.one.level", "drivers.mixed.one.growth"], "spearman": 0.5}]}),
]
