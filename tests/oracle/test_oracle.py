# SPDX-License-Identifier: Apache-2.0
"""The oracle against itself: another seed agrees, a changed parameter or equation does not (negative controls)."""

import copy
import json
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from . import compare, dynamics, events, index, inputs, outcomes
from .oracle import main, run
from .study import load_study
from .tables import Quantity

STUDIES = {path.stem[:2]: path for path in sorted((Path(__file__).parent / "studies").glob("*.toml"))}
SIZE = 4000
LARGE = 20_000  # to see the shape of a tail, which leaves the variance alone


@lru_cache(maxsize=None)
def answer(number, size=SIZE):
    return run(load_study(STUDIES[number]), size, seed=11)


def failures(number, other):
    return compare.Comparison(other, answer(number, other["trajectories"])).failures()


def test_there_are_eleven_studies():
    assert len(STUDIES) == 11


@pytest.mark.parametrize("number", STUDIES)
def test_another_seed_agrees(number):
    assert failures(number, run(load_study(STUDIES[number]), SIZE, seed=12)) == []


PARAMETERS = [
    ("01", "drivers.compute.us.growth_half_life={p05=18, p95=60, unit=\"month\"}"),
    ("01", "drivers.adoption.us.reversion_level={p05=0.4, p95=0.65}"),
    ("02", "couplings.investment.cn.investment.us.lag=1"),
    ("02", "couplings.adoption.cn.adoption.us.value=0.0"),
    ("03", "drivers.compute.us.capacity.smoothness=0.5"),
    ("04", "events.export_controls.refractory=0.0"),
    ("04", "events.export_controls.adaptation_half_life={p05=1.4, p95=4.0}"),
    ("11", "events.controls.restart=false"),
    ("11", "events.campaign.repeat=true"),
    ("11", "events.treaty.initial_age=1.9"),
    ("11", "events.alliance.duration_kind=exponential"),
    ("05", "index.weight_concentration=60.0"),
    ("06", "index.dimensions.diffusion.loadings.talent.lag=0"),
    ("07", "index.revisions.difference_mean=0.0"),
    ("08", "drivers.market.eu.level=0.2"),
    ("09", "drivers.quality.ratio.split=0.6"),
    ("10", "events.jump.rate={dist=\"gamma\", shape=2.0, scale=0.25}"),
]


@pytest.mark.parametrize("number,override", PARAMETERS)
def test_a_changed_parameter_is_seen(number, override):
    assert failures(number, run(load_study(STUDIES[number], [override]), SIZE, seed=12))


def wrong(owner, name, change):
    """A mutation: owner.name replaced by change(original)."""
    return lambda patch: patch.setattr(owner, name, change(getattr(owner, name)))


def frontier_of_changes(original):
    def reference(self, k, change, t):
        kind = self.study.index.dimensions[k].reference
        return change[k].max(axis=0) if kind == "frontier" else original(self, k, change, t)
    return reference


def rearm_levels(original):
    def advance_one(self, *arguments):
        move = original(self, *arguments)
        return SimpleNamespace(**{**vars(move), "fresh": move.onset})
    return advance_one


def full_strength(original):
    def hazards(self, n, excursion):
        other = copy.copy(self)
        other.given = {name: SimpleNamespace(**{**vars(given), "half_life": None}) for name, given in self.given.items()}
        return original(other, n, excursion)
    return hazards


def exposed_after_its_end(original):
    """A restart event that stays exposed right through its own end to the end of the step."""
    def advance_one(self, name, n, rate):
        given = self.given[name]
        if not given.restart:
            return original(self, name, n, rate)
        state, refractory = self.state[name], given.refractory
        was = state.active.copy()
        given.refractory = np.where(was, 0.0, refractory)
        move = original(self, name, n, rate)
        given.refractory = refractory
        rests = (was | move.onset) & ~state.active
        state.wait = np.where(rests, state.wait + refractory, state.wait)
        return move
    return advance_one


def acts_although_over(original):
    """An event that is over before the base and yet active for the first step."""
    def initial(self, event):
        state = original(self, event)
        if event.over:
            state.active[:] = True
            state.age[:] = event.initial_age
        return state
    return initial


def whole_duration(original):
    """Durations drawn without regard to the age of an event that is in force."""
    def value_at(quantity, z):
        if not quantity.path.endswith(".duration"):
            return original(quantity, z)
        return original(Quantity(quantity.path, quantity.family, quantity.link, quantity.parameters), z)
    return value_at


def e_folding(original):
    def planned_growth(growth, start, half_life, t):
        return original(growth, start, None if half_life is None else half_life * np.log(2.0), t)
    return planned_growth


def no_plan(original):
    def departure(self, pair, views, states, n):
        return 0.0 if n <= 0 else original(self, pair, views, states, n) + self.plan(pair, n * self.study.step)
    return departure


def clipped(original):
    def value_at(quantity, z):
        if quantity.constant or quantity.family == "choice":
            return original(quantity, z)
        whole = Quantity(quantity.path, quantity.family, quantity.link, quantity.parameters)
        return np.clip(original(whole, z), quantity.lower, quantity.upper)
    return value_at


EQUATIONS = {
    "half-life as e-folding time": ("01", wrong(dynamics, "planned_growth", e_folding)),
    "Euler step of the reversion": ("01", wrong(dynamics, "deviation_step", lambda f: lambda s, k, d: (f(s, k, d)[0], s * np.sqrt(d)))),
    "metalog with its skew reversed": ("01", wrong(inputs, "metalog", lambda f: lambda terms, y: f(terms * [1.0, 1.0, -1.0], y))),
    "plan spills over": ("02", wrong(dynamics.Dynamics, "departure", no_plan)),
    "hard capacity": ("03", wrong(dynamics, "soft_minimum", lambda f: lambda x, c, s: np.minimum(x, c))),
    "no ceiling": ("03", wrong(events.Events, "effects", lambda f: lambda self, moves: drop(f(self, moves), "ceilings"))),
    "no volatility effect": ("04", wrong(events.Events, "effects", lambda f: lambda self, moves: drop(f(self, moves), "variances"))),
    "no recovery": ("04", wrong(events.Events, "effects", lambda f: lambda self, moves: drop(f(self, moves), "recoveries"))),
    "no adaptation of effects": ("04", wrong(events, "strength_integral", lambda f: lambda a, length, h: length)),
    "no adaptation of multipliers": ("04", wrong(events.Events, "hazards", full_strength)),
    "restart repeats levels": ("04", wrong(events.Events, "advance_one", rearm_levels)),
    "nothing ends anything": ("04", wrong(events.Events, "resolve", lambda f: lambda self, e, i: endless(f(self, e, i)))),
    "feedback upside down": ("04", wrong(events.Events, "hazards", lambda f: lambda self, n, g: f(self, n, lambda c, m: -g(c, m)))),
    "exposed after its end": ("11", wrong(events.Events, "advance_one", exposed_after_its_end)),
    "active although over": ("11", wrong(events.Events, "initial", acts_although_over)),
    "duration without its condition": ("11", wrong(inputs, "value_at", whole_duration)),
    "frontier of changes": ("05", wrong(index.Index, "reference", frontier_of_changes)),
    "arithmetic mean": ("05", wrong(index, "log_generalised_mean", lambda f: lambda u, w, p: f(u, w, 1.0))),
    "revisions in points of logit": ("07", wrong(outcomes.Revisions, "advance_year", lambda f: lambda self: halve(self, f))),
    "no softmax": ("08", wrong(dynamics.Dynamics, "share_views", lambda f: lambda self, view: None)),
    "both sides of a ratio alike": ("09", wrong(dynamics.Layout, "link", lambda f: lambda self, p, i, sign, scale: f(self, p, i, 1.0, scale))),
    "truncation by clipping": ("10", wrong(inputs, "value_at", clipped)),
}


def drop(effects, name):
    setattr(effects, name, [])
    return effects


def endless(given):
    given.ends = []
    return given


def halve(revisions, original):
    before = revisions.total.copy()
    original(revisions)
    revisions.total = before + 0.5 * (revisions.total - before)


def fresh_tails(self, original, year):
    self.tail_year = None
    return original(self, year)


TAILS = {
    "no tails": wrong(dynamics.Dynamics, "tail_groups", lambda f: lambda self: []),
    "one tail group": wrong(dynamics.Dynamics, "tail_groups", lambda f: lambda self: [(12.0, [row for _, rows in f(self) for row in rows])]),
    "tails drawn anew every step": wrong(dynamics.Dynamics, "tail_scale", lambda f: lambda self, year: fresh_tails(self, f, year)),
}


@pytest.mark.parametrize("name", TAILS)
def test_changed_tails_are_seen(name, monkeypatch):
    answer("09", LARGE)
    TAILS[name](monkeypatch)
    assert failures("09", run(load_study(STUDIES["09"]), LARGE, seed=12))


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_changed_equation_is_seen(name, monkeypatch):
    number, mutate = EQUATIONS[name]
    answer(number, SIZE)  # before the mutation, and under the key that failures() asks for
    mutate(monkeypatch)
    assert failures(number, run(load_study(STUDIES[number]), SIZE, seed=12))


def test_command_and_comparison_end_to_end(tmp_path, capsys):
    paths = [tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"]
    for path, extra in zip(paths, (["--seed", "1"], ["--seed", "2"], ["drivers.compute.us.growth=0.5"])):
        assert main([str(STUDIES["07"]), "-n", "2000", "--json", str(path), *extra]) == 0
    assert compare.main([str(paths[0]), str(paths[1])]) == 0
    assert compare.main([str(paths[0]), str(paths[2])]) == 1
    assert main([str(STUDIES["07"]), "drivers.compute.us.grwth=0.5"]) == 78
    capsys.readouterr()


@pytest.mark.parametrize("section", ["quantities", "passages", "events", "decomposition"])
@pytest.mark.parametrize("side", [0, 1])
def test_a_missing_quantity_is_refused(section, side):
    both = [answer("04"), copy.deepcopy(answer("04"))]
    del both[1][section][0]
    if side:
        both.reverse()
    with pytest.raises(compare.Incomparable, match="on one side only"):
        compare.Comparison(*both)


def test_a_central_path_off_by_more_than_its_tolerance_is_seen():
    other = copy.deepcopy(answer("07"))
    other["quantities"][0]["years"][0]["central"] *= 1.0 + 1.5e-3
    assert len(failures("07", other)) == 1


def test_rare_counts_are_compared_exactly():
    assert compare.probability_z((0.0, 1e-5), (9e-5, 3e-5), (100_000, 100_000)) == pytest.approx(-2.9, abs=0.3)
    assert abs(compare.probability_z((0.0, 1e-5), (4e-4, 6e-5), (100_000, 100_000))) > 5.0
    assert abs(compare.probability_z((1.0, 1e-5), (1.0 - 9e-5, 3e-5), (100_000, 100_000))) < 5.0
    assert compare.probability_z((0.3, 0.001), (0.31, 0.001), (10**5, 10**5)) == pytest.approx(-7.07, abs=0.02)


def test_the_answer_is_plain_json():
    assert json.loads(json.dumps(answer("04"), allow_nan=False)) == answer("04")
