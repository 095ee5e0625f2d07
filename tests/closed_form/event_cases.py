# SPDX-License-Identifier: Apache-2.0
"""Events: onset times, effects, provocation."""

import calendar
import math

import numpy as np

from . import formulas as f
from .cases import Case, driver, event, step_years, total, years

LN2 = math.log(2.0)


def exposure(study, name):
    """(start, end) of the window of an event in years after the base year's end: from the start of the first day to the
    end of the last, a month being 1/12 year."""

    def time(date, days):
        length = calendar.monthrange(date.year, date.month)[1]
        return date.year - study["study"]["base"] - 1 + (date.month - 1 + days / length) / 12.0

    table = study["events"][name]
    opens, closes = table.get("from"), table.get("until")
    return time(opens, opens.day - 1) if opens else 0.0, time(closes, closes.day) if closes else math.inf


def survivals(study):
    """{event: s -> P(no onset during s years of exposure)}: the Laplace transform of the rate."""
    events = study["events"]
    gamma, expert, chosen = (events[name]["rate"] for name in ("gamma_rate", "expert_rate", "chosen_rate"))
    mu, sd = f.normal_quantile2(math.log(expert["p05"]), math.log(expert["p95"]))
    return {
        "plain": lambda s: math.exp(-events["plain"]["rate"] * s),
        "window": lambda s: math.exp(-events["window"]["rate"] * s),
        "gamma_rate": lambda s: (1.0 + gamma["scale"] * s) ** -gamma["shape"],
        "expert_rate": lambda s: f.over_normal(lambda g: np.exp(-s * np.exp(g)), mu, sd),
        "chosen_rate": lambda s: sum(w * math.exp(-v * s) for v, w in zip(chosen["values"], chosen["weights"])),
    }


def onset(study):
    out = []
    for name, survival in survivals(study).items():
        opens, closes = exposure(study, name)

        def happened(t, survival=survival, opens=opens, closes=closes):
            return 1.0 - survival(max(0.0, min(t, closes) - opens))

        for year, t in years(study):
            kinks = [k for k in (opens, closes) if t - 1.0 < k < t]
            out += event(name, year,
                         {"happened": happened(t), "onsets": happened(t) - happened(t - 1.0),
                          "active_share": f.quad(happened, t - 1.0, t, points=kinks or None)},
                         "P(happened by t) = 1 - E e^(-rate x exposure); in force ever after")
    return out


def mean_square(rate, t, effect):
    """E effect(t - tau)^k for k = 1, 2, tau exponential, effect 0 before the onset."""
    return [f.quad(lambda s: rate * math.exp(-rate * s) * effect(t - s) ** k, 0.0, t) for k in (1, 2)]


def from_moments(mean, first, second, variance=0.0):
    return {"mean": mean + first, "sd": math.sqrt(variance + second - first**2)}


def effects(study):
    out = []
    d, e = study["drivers"], study["events"]
    for year, t in years(study):
        p, rate, jump = d["jump"]["one"], e["level_shift"]["rate"], e["level_shift"]["level"]["jump"]["one"]
        happened = -math.expm1(-rate * t)
        out += driver("jump.one", year,
                      from_moments(p["growth"] * t, jump * happened, jump**2 * happened, p["volatility"] ** 2 * t),
                      "permanent level effect: J (1 - e^(-lambda t)), a Bernoulli variance beside sigma^2 t")
        rate, jump = e["dip"]["rate"], e["dip"]["level"]["jump"]["two"]
        half = e["dip"]["recovery"]["jump"]["two"]
        out += driver("jump.two", year,
                      from_moments(0.0, *mean_square(rate, t, lambda y: jump * 2.0 ** (-y / half))),
                      "recovering level effect: E J 2^(-(t - tau)/r)")
        p, rate, g = d["slope"]["one"], e["brake"]["rate"], e["brake"]["growth"]["slope"]["one"]
        first, second = mean_square(rate, t, lambda y: g * y)
        closed = g * (t + math.expm1(-rate * t) / rate)
        assert abs(first - closed) < 1e-12, "E (t - tau)+ = t - (1 - e^(-lambda t))/lambda"
        what = from_moments(p["growth"] * t, first, second)
        # x falls with the time in force: P(x <= v) = P(t - tau >= y) = 1 - e^(-lambda (t - y))
        what |= {("quantile", q): p["growth"] * t + g * (t + math.log1p(-q) / rate)
                 for q in (0.05, 0.25, 0.5) if q < -math.expm1(-rate * t) - 0.02}
        out += driver("slope.one", year, what, "growth effect over the exact time in force, g E (t - tau)+")
        p, table = d["slope"]["two"], e["fading"]
        g, half = table["growth"]["slope"]["two"], table["adaptation_half_life"]
        first, second = mean_square(table["rate"], t, lambda y: half / LN2 * (1.0 - 2.0 ** (-y / half)))
        out += driver("slope.two", year,
                      from_moments(p["growth"] * t, g["mean"] * first, (g["mean"] ** 2 + g["sd"] ** 2) * second),
                      "strength 2^(-age/h) integrated from the onset; uncertain size")
        p, rate, v = d["spread"]["one"], e["turmoil"]["rate"], e["turmoil"]["volatility"]["spread"]["one"]
        first, _ = mean_square(rate, t, lambda y: y)
        variance = p["volatility"] ** 2 * (t + (v**2 - 1.0) * first)
        out += driver("spread.one", year, {"mean": 0.0, "sd": math.sqrt(variance)},
                      "variance sigma^2 (t + (v^2 - 1) E time in force)")
        p, rate, bound = d["spread"]["two"], e["cap"]["rate"], e["cap"]["ceiling"]["spread"]["two"]
        out += driver("spread.two", year,
                      from_moments(p["growth"] * t, *mean_square(rate, t, lambda y: (bound - p["growth"]) * y)),
                      "a ceiling takes growth - c for the time in force")
    return out


def provocation(study):
    out, e, p = [], study["events"], study["drivers"]["compute"]
    step = step_years(study)
    steps = round(years(study)[-1][1] / step)

    def gap(t):
        one, two = (f.score(f.logit(total(study, a)) + p[a]["growth"] * t) for a in ("one", "two"))
        return one - two

    def moved(t):
        return gap(max(0.0, t)) - gap(0.0)

    old = e["fading_pressure"]
    hazards = {
        "answer": lambda t: e["answer"]["rate"] * e["answer"]["multipliers"]["pressure"],
        "fading_answer": lambda t: e["fading_answer"]["rate"] * e["fading_answer"]["multipliers"]["fading_pressure"]
        ** (2.0 ** (-(old["initial_age"] + t) / old["adaptation_half_life"])),
        "feedback": lambda t: e["feedback"]["rate"] * math.exp(e["feedback"]["feedback"]["strength"] * moved(t)),
        "late_feedback": lambda t: e["late_feedback"]["rate"]
        * math.exp(e["late_feedback"]["feedback"]["strength"] * moved(t - e["late_feedback"]["feedback"]["lag"])),
        "capped": lambda t: min(e["capped"]["max_rate"],
                                e["capped"]["rate"] * math.exp(e["capped"]["feedback"]["strength"] * moved(t))),
        "truce": lambda t: e["truce"]["rate"],
    }
    for name, hazard in hazards.items():
        for year, t in years(study):
            before, now = (math.exp(-step * sum(hazard(n * step) for n in range(round(s / step))))
                           for s in (t - 1.0, t))
            out += event(name, year, {"happened": 1.0 - now, "onsets": before - now},
                         "hazard constant within a step, from the state at its start")
    rate, factor = e["ended_answer"]["rate"], e["ended_answer"]["multipliers"]["control"]
    stay = math.exp(-e["truce"]["rate"] * step)
    silent = [1.0]
    for n in range(1, steps + 1):
        # k: the step (from 0) in which the truce begins; the control stands in steps 0 ... k
        cases = [(stay**k * (1.0 - stay), k + 1) for k in range(n)] + [(stay**n, n)]
        silent.append(sum(q * math.exp(-rate * step * (factor * held + n - held)) for q, held in cases))
    per_year = round(1.0 / step)
    for year, t in years(study):
        n = round(t) * per_year
        out += event("ended_answer", year, {"happened": 1.0 - silent[n], "onsets": silent[n - per_year] - silent[n]},
                     "mixture over the step in which the truce ends the control")
        out += event("control", year, {"active_share": sum(stay**m for m in range(n - per_year, n)) * step},
                     "in force through the step in which the truce begins")
    return out


MONTHLY = {"study.step": "1 month", "study.end": 2026}

CASES = [
    Case("onset", "onset", onset, {"events.plain.rate": 0.357}),
    Case("onset-monthly", "onset", onset, {"events.gamma_rate.rate.shape": 2.02}, MONTHLY),
    Case("effects", "effects", effects, {"events.brake.rate": 0.515}),
    Case("effects-monthly", "effects", effects, {"events.fading.adaptation_half_life": 1.03}, MONTHLY),
    Case("provocation", "provocation", provocation, {"events.answer.multipliers.pressure": 2.55}),
    Case("provocation-monthly", "provocation", provocation, {"events.capped.max_rate": 0.77}, MONTHLY),
]
