# SPDX-License-Identifier: Apache-2.0
"""Events that come and go: exponential and fixed durations, refractory times, re-arming."""

import math

from scipy import special

from . import formulas as f
from .cases import Case, driver, event, step_years, years


class Memoryless:
    """An event with exponential duration and no refractory time, discretised: at most one onset a step."""

    def __init__(self, rate, duration, step):
        self.rate, self.end, self.step = rate, 1.0 / duration, step

    def idle(self, length):
        """(onsets, P(active at the end), active time) from idle."""
        a, b, s = self.rate, self.end, length
        onsets = -math.expm1(-a * s)
        active = a * (math.exp(-b * s) - math.exp(-a * s)) / (a - b)
        return onsets, active, (onsets - active) / b

    def busy(self):
        """The same from active: an end at r, then what an idle event does in the rest of the step."""
        s, b = self.step, self.end
        parts = [f.quad(lambda r: b * math.exp(-b * r) * self.idle(s - r)[k], 0.0, s) for k in range(3)]
        return parts[0], math.exp(-b * s) + parts[1], -math.expm1(-b * s) / b + parts[2]

    def by_year(self, count):
        idle, busy, p, out = self.idle(self.step), self.busy(), 0.0, []
        for _ in range(count):
            onsets = time = 0.0
            for _ in range(round(1.0 / self.step)):
                onsets += (1.0 - p) * idle[0] + p * busy[0]
                time += (1.0 - p) * idle[2] + p * busy[2]
                p = (1.0 - p) * idle[1] + p * busy[1]
            out.append((onsets, time))
        return out

    def limit(self, t):
        """Active time up to t of the continuous alternating renewal."""
        a, b = self.rate, self.end
        return a / (a + b) * (t + math.expm1(-(a + b) * t) / (a + b))

    def bound(self, t):
        """Bound of the active time that the step costs: every lost onset starts an idle stretch that is not exposed;
        a step has at most (a b step^3/6)(1 + b step/4) years of it, an onset is worth 1/b years."""
        a, b, s = self.rate, self.end, self.step
        return t / s * a * b * s**3 / 6.0 * (1.0 + b * s / 4.0) * a / b


def memoryless(study):
    table = study["events"]["memoryless"]
    chain = Memoryless(table["rate"], table["duration"], step_years(study))
    per_year = chain.by_year(len(years(study)))
    out, spent = [], 0.0
    p, g = study["drivers"]["compute"]["one"], table["growth"]["compute"]["one"]
    for (year, t), (onsets, time) in zip(years(study), per_year):
        spent += time
        assert 0.0 <= chain.limit(t) - spent <= chain.bound(t), "the step's bias is within its bound"
        out += event("memoryless", year, {"onsets": onsets, "active_share": time,
                                          "happened": -math.expm1(-table["rate"] * t)},
                     "two-state chain of the step with at most one onset, exact")
        out += driver("compute.one", year, {"mean": p["growth"] * t + g * spent}, "g times the mean time in force")
    return out


def clockwork(study):
    """Fixed duration and refractory time, together at least a step: a renewal process at any step."""
    table = study["events"]["clockwork"]
    rate, lasts, cycle = table["rate"], table["duration"], table["duration"] + table["refractory"]
    p, g = study["drivers"]["compute"]["two"], table["growth"]["compute"]["two"]

    def count(t):
        return sum(f.gamma_sum_cdf(k, rate, 0, 1.0, t - (k - 1) * cycle) for k in range(1, 9))

    def time(t):
        return sum(f.positive_part(k, rate, t - (k - 1) * cycle) - f.positive_part(k, rate, t - (k - 1) * cycle - lasts)
                   for k in range(1, 9))

    out = []
    for year, t in years(study):
        out += event("clockwork", year, {"onsets": count(t) - count(t - 1.0), "active_share": time(t) - time(t - 1.0),
                                         "happened": -math.expm1(-rate * t)},
                     "onset k at Gamma(k, lambda) + (k - 1)(D + r)")
        out += driver("compute.two", year, {"mean": p["growth"] * t + g * time(t)}, "g times the mean time in force")
    return out


def resting(study):
    """Exponential duration, a refractory time of at least a step: again a renewal process at any step."""
    table = study["events"]["resting"]
    rate, end, rest = table["rate"], 1.0 / table["duration"], table["refractory"]

    def count(t):
        return sum(f.gamma_sum_cdf(k, rate, k - 1, end, t - (k - 1) * rest) for k in range(1, 9))

    def time(t):
        return sum(f.gamma_sum_positive_part(k, rate, k - 1, end, t - (k - 1) * rest)
                   - f.gamma_sum_positive_part(k, rate, k, end, t - (k - 1) * rest) for k in range(1, 9))

    out = []
    for year, t in years(study):
        out += event("resting", year, {"onsets": count(t) - count(t - 1.0), "active_share": time(t) - time(t - 1.0),
                                       "happened": -math.expm1(-rate * t)},
                     "onset k at Gamma(k, lambda) + Gamma(k - 1, 1/D) + (k - 1) r")
    return out


def in_force(study):
    """Events in force at base that do not come back."""
    out, e = [], study["events"]
    mean, fixed = e["in_force"]["duration"], e["fixed_in_force"]
    left = fixed["duration"] - fixed["initial_age"]
    for year, t in years(study):
        share = mean * (math.exp(-(t - 1.0) / mean) - math.exp(-t / mean))
        out += event("in_force", year, {"active_share": share, "onsets": 0.0, "happened": 0.0},
                     "a fresh exponential remaining time, whatever the age")
        out += event("fixed_in_force", year, {"active_share": min(1.0, max(0.0, left - (t - 1.0))), "onsets": 0.0},
                     "duration less age, then spent")
    return out


def rearmed(study):
    """Exposed while active: independent steps; active where the last `duration` years hold an onset."""
    table, step = study["events"]["rearmed"], step_years(study)
    rate, lasts = table["rate"], table["duration"]

    def active(s):
        if s <= lasts:
            return -math.expm1(-rate * s)
        since = s - lasts
        first, last = math.floor(since / step + 1e-9), math.floor(s / step + 1e-9)
        # no first onset of its step in (since, its end), none in the whole steps between, none in the last until s
        cut = since - first * step
        silent = 1.0 - math.exp(-rate * cut) + math.exp(-rate * step)
        return 1.0 - silent * math.exp(-rate * step * (last - first - 1)) * math.exp(-rate * (s - last * step))

    out, nodes = [], special.roots_legendre(8)
    for year, t in years(study):
        cuts = {t - 1.0, t}
        for k in range(round(t / step) + 1):
            cuts |= {x for x in (k * step, k * step + lasts) if t - 1.0 < x < t}
        cuts = sorted(cuts)
        time = sum((b - a) / 2.0 * sum(w * active((a + b) / 2.0 + (b - a) / 2.0 * x) for x, w in zip(*nodes))
                   for a, b in zip(cuts, cuts[1:]))
        out += event("rearmed", year, {"onsets": -math.expm1(-rate * step) / step, "active_share": time,
                                       "happened": -math.expm1(-rate * t)},
                     "one possible onset in each step, whatever the state")
    return out


def renewal(study):
    return memoryless(study) + clockwork(study) + resting(study) + in_force(study) + rearmed(study)


CASES = [
    Case("renewal", "renewal", renewal, {"events.memoryless.duration": 0.505}),
    Case("renewal-yearly", "renewal", renewal, {"events.clockwork.refractory": 0.42}, {"study.step": "1 year"}),
]
