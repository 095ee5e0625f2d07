# SPDX-License-Identifier: Apache-2.0
"""Events that restart, end and rest; events that began before the base."""

import math

from scipy import special

from . import formulas as f
from .cases import Case, driver, event, step_years, years
from .event_cases import exposure


def before_first_onset(table, window, t):
    """Years of exposure up to t of an event in force that has not restarted: until its end, then from the end of its rest."""
    opens, closes = window
    end = table["duration"] - table["initial_age"]
    back = end + table.get("refractory", 0.0) if table.get("repeat", True) else math.inf

    def part(begin, stop):
        return max(0.0, min(stop, t, closes) - max(begin, opens))

    return part(0.0, end) + part(back, math.inf)


def first_year(table):
    """(share of the first year in which it is active, P(an onset that is no restart)), both ends of the rest in a step."""
    rate, lasts = table["rate"], table["duration"]
    end = lasts - table["initial_age"]
    back = end + table["refractory"] if table.get("repeat", True) else 1.0
    again = 1.0 - back  # years of exposure after the rest
    assert end + lasts < 1.0 and 0.0 <= again < 1.0, "both ends lie in the first year"
    restarted = f.quad(lambda u: rate * math.exp(-rate * u) * (u + lasts), 0.0, end)
    survived = math.exp(-rate * end)
    later = f.quad(lambda u: rate * math.exp(-rate * u) * min(lasts, again - u), 0.0, again,
                   points=[again - lasts] if again > lasts else None)
    return restarted + survived * (end + later), survived * -math.expm1(-rate * again)


def ending(study):
    """First onsets of events in force: until then their state is known, whatever the step."""
    out, yearly = [], step_years(study) == 1.0
    jumps = {"spent": "one", "rested": "two"}
    for name in ("spent", "rested", "closed"):
        table = study["events"][name]
        for year, t in years(study):
            hidden = math.exp(-table["rate"] * before_first_onset(table, exposure(study, name), t))
            out += event(name, year, {"happened": 1.0 - hidden},
                         "exposed until the end at duration - age and from the end of the rest on")
            if not (yearly and t == 1.0 and name in jumps):
                continue
            share, fresh = first_year(table)
            out += event(name, year, {"onsets": 1.0 - hidden, "active_share": share},
                         "one possible onset in the step, before or after the rest")
            actor = jumps[name]
            out += driver(f"jump.{actor}", year, {"mean": table["level"]["jump"][actor] * fresh},
                          "a level effect of an onset after the end, never of a restart")
    return out


def renewed(study):
    """Exponential duration and a rest of at least a step: when it is active does not depend on restarts, for what remains
    of an exponential duration is one again."""
    table, step = study["events"]["renewed"], step_years(study)
    rate, end, rest = table["rate"], 1.0 / table["duration"], table["refractory"]
    assert rest >= step

    def fresh(t):
        return sum(f.gamma_sum_cdf(k, rate, k - 1, end, t - (k - 1) * rest) for k in range(1, 5))

    def ended(t):
        return sum(f.gamma_sum_cdf(k, rate, k, end, t - (k - 1) * rest) for k in range(1, 5))

    def time(t):
        return sum(f.gamma_sum_positive_part(k, rate, k - 1, end, t - (k - 1) * rest)
                   - f.gamma_sum_positive_part(k, rate, k, end, t - (k - 1) * rest) for k in range(1, 5))

    restart = rate / (rate + end) * -math.expm1(-(rate + end) * step)  # in a step that begins active
    flow, growth, level = study["drivers"]["flow"], table["growth"]["flow"]["one"], table["level"]["flow"]["two"]
    out = []
    for year, t in years(study):
        starts = [t - 1.0 + n * step for n in range(round(1.0 / step))]
        restarts = restart * sum(fresh(s) - ended(s) for s in starts)
        out += event("renewed", year,
                     {"onsets": fresh(t) - fresh(t - 1.0) + restarts, "active_share": time(t) - time(t - 1.0),
                      "happened": -math.expm1(-rate * t)},
                     "onset k from idle at Gamma(k, lambda) + Gamma(k - 1, 1/D) + (k - 1) r; restarts where a step begins active")
        out += driver("flow.one", year, {"mean": flow["one"]["growth"] * t + growth * time(t)}, "g times the mean time in force")
        out += driver("flow.two", year, {"mean": flow["two"]["growth"] * t + level * fresh(t)},
                      "J times the mean number of onsets from idle")
    return out


def restart(study):
    return ending(study) + renewed(study)


def over(study):
    """Events that ended before the base."""
    out, e, p = [], study["events"], study["drivers"]["flow"]["two"]
    back, gone, answer = e["back"], e["gone"], e["answer"]
    for table in (back, gone):
        assert table["initial_age"] >= table["duration"]
    lasts, rate = back["duration"], back["rate"]
    rests = list(zip(back["refractory"]["values"], back["refractory"]["weights"]))
    since = back["initial_age"] - lasts

    def count(t):
        return sum(w * sum(f.gamma_sum_cdf(k, rate, 0, 1.0, t - max(0.0, r - since) - (k - 1) * (lasts + r))
                           for k in range(1, 4)) for r, w in rests)

    def happened(t):
        return sum(w * -math.expm1(-rate * max(0.0, t - max(0.0, r - since))) for r, w in rests)

    def time(t):
        total = 0.0
        for r, w in rests:
            for k in range(1, 4):
                left = t - max(0.0, r - since) - (k - 1) * (lasts + r)
                total += w * (f.positive_part(k, rate, left) - f.positive_part(k, rate, left - lasts))
        return total

    for year, t in years(study):
        out += event("gone", year, {"happened": 0.0, "onsets": 0.0, "active_share": 0.0}, "spent before the base")
        out += event("answer", year, {"happened": -math.expm1(-answer["rate"] * t)}, "what is over multiplies nothing")
        out += event("back", year, {"happened": happened(t), "onsets": count(t) - count(t - 1.0),
                                    "active_share": time(t) - time(t - 1.0)},
                     "onset k at (r - (age - D))+ + Gamma(k, lambda) + (k - 1)(D + r)")
        out += driver("flow.two", year, {"mean": p["growth"] * t + back["growth"]["flow"]["two"] * time(t)},
                      "g times the mean time in force")
    return out


def lasting(study):
    """A lognormal duration D given D > age: P(active at t) = S(age + t)/S(age)."""
    out, table = [], study["events"]["lasting"]
    age, p, g = table["initial_age"], study["drivers"]["flow"]["one"], table["growth"]["flow"]["one"]
    mu, sd = f.normal_quantile2(math.log(table["duration"]["p05"]), math.log(table["duration"]["p95"]))

    def beyond(x):
        return special.ndtr((mu - math.log(x)) / sd)

    def active(t):
        return beyond(age + t) / beyond(age)

    for year, t in years(study):
        share, so_far = f.quad(active, t - 1.0, t), f.quad(active, 0.0, t)
        square = f.quad(lambda s: 2.0 * s * active(s), 0.0, t)
        out += event("lasting", year, {"active_share": share, "happened": 0.0}, "S(age + t)/S(age) integrated")
        what = {"mean": p["growth"] * t + g * so_far, "sd": abs(g) * math.sqrt(square - so_far**2)}
        # x falls with the time in force y: P(x <= v) = P(D - age >= y)
        what |= {("quantile", q): p["growth"] * t + g * (math.exp(mu - sd * special.ndtri(q * beyond(age))) - age)
                 for q in (0.25, 0.5, 0.75, 0.95) if q > active(t) + 0.02}
        out += driver("flow.one", year, what, "growth effect over min(D - age, t), D > age")
    return out


def again(study):
    """A choice of durations given that it exceeds the age; a later onset of the same trajectory has the same duration."""
    out, table = [], study["events"]["again"]
    age, rest, rate = table["initial_age"], table["refractory"], table["rate"]
    left = [(d, w) for d, w in zip(table["duration"]["values"], table["duration"]["weights"]) if d > age]
    whole = sum(w for _, w in left)
    assert all(d - age + rest + d + rest >= 3.0 for d, _ in left), "at most one onset before the end"

    def later(d, t):
        return t - (d - age) - rest

    for year, t in years(study):
        def time(s):
            return sum(w * (min(s, d - age) + f.positive_part(1, rate, later(d, s)) - f.positive_part(1, rate, later(d, s) - d))
                       for d, w in left) / whole

        happened = sum(w * -math.expm1(-rate * max(0.0, later(d, t))) for d, w in left) / whole
        out += event("again", year, {"active_share": time(t) - time(t - 1.0), "happened": happened},
                     "weights of the durations beyond the age, added up to 1; an onset at D - age + r + Exp(lambda)")
    return out


def linked(study):
    """A duration linked to a growth rate G by its rank: G keeps its own distribution, D is that given D > age."""
    out, table, growth = [], study["events"]["linked"], study["drivers"]["linked"]["one"]["growth"]
    age, g, duration = table["initial_age"], table["growth"]["linked"]["one"], table["duration"]
    pair, = study["dependence"]["pair"]
    r = 2.0 * math.sin(math.pi * pair["spearman"] / 6.0)
    mu, sd = math.log(duration["median"]), duration["sigma"]
    above = special.ndtr((mu - math.log(age)) / sd)

    def time(z, t):
        return min(math.exp(mu - sd * special.ndtri(above * special.ndtr(-z))) - age, t)

    for year, t in years(study):
        kink = -special.ndtri(special.ndtr((mu - math.log(age + t)) / sd) / above)

        def mean(h, t=t, kink=kink):
            return f.quad(lambda z: h(z, time(z, t)) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi), -9.0, 9.0, points=[kink])

        first = mean(lambda z, y: y)
        variance = mean(lambda z, y: (y - first) ** 2)
        shared = r * mean(lambda z, y: z * (y - first))
        total = (growth["sd"] * t) ** 2 + g**2 * variance + 2.0 * growth["sd"] * t * g * shared
        out += driver("linked.one", year, {"mean": growth["mean"] * t + g * first, "sd": math.sqrt(total)},
                      "Cov(G, min(D - age, t)) = r sd E z min(D(z) - age, t)")
    return out


def in_force(study):
    return over(study) + lasting(study) + again(study) + linked(study)


CASES = [
    Case("restart", "restart", restart, {"events.rested.refractory": 0.41}),
    Case("restart-monthly", "restart", restart, {"events.renewed.refractory": 1.02}, {"study.step": "1 month"}),
    Case("in-force", "in-force", in_force, {"events.lasting.initial_age": 1.24}),
    Case("in-force-monthly", "in-force", in_force, {"events.gone.initial_age": 0.99}, {"study.step": "1 month"}),
]
