# SPDX-License-Identifier: Apache-2.0
"""Closed-form checks of the oracle's own blocks: nothing here needs the simulator."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from . import events as events_module
from . import statistics
from .dynamics import deviation_step, planned_growth, soft_minimum
from .index import log_generalised_mean
from .inputs import Inputs, inverse_cdf, value_at
from .study import read_study
from .tables import Quantity, StudyError, read_quantity, years_after
from .trajectories import simulate

RNG = np.random.default_rng


def minimal(step="1 year", years=3, **tables):
    """The raw tables of the smallest study: two actors, one driver, one dimension."""
    data = {
        "study": {"format": 1, "name": "minimal", "actors": ["a", "b"], "base": 2024, "origin": "2025-01-01", "end": 2024 + years,
                  "step": step},
        "actors": {"a": {"score": 60.0}, "b": {"score": 40.0}},
        "drivers": {"x": {"unit": "u", "link": "identity", "a": {"level": 1.0}, "b": {"level": 0.0}}},
        "index": {"dimensions": {"k": {"weight": 1.0, "loadings": {"x": 1.0}, "base": {"a": 60.0, "b": 40.0}}}},
    }
    for path, value in tables.items():
        *parents, last = path.split("__")
        node = data
        for part in parents:
            node = node.setdefault(part, {})
        node[last] = value
    return read_study(data)


def close(values, expected, sigmas=5.0):
    """The sample mean of values agrees with expected."""
    assert abs(np.mean(values) - expected) < sigmas * np.std(values) / np.sqrt(len(values))


@pytest.mark.parametrize("t", [-2.0, 0.25, 7.0])
def test_trend_is_the_integral_of_the_relaxing_growth(t):
    growth, start, half_life = 0.1, 0.7, 1.7
    exact, _ = integrate.quad(lambda s: growth + (start - growth) * 2.0 ** (-s / half_life), 0.0, t)
    assert planned_growth(growth, start, half_life, t) == pytest.approx(exact, abs=1e-12)
    assert planned_growth(growth, None, None, t) == growth * t


@pytest.mark.parametrize("step", ["1 year", "3 months"])
def test_reversion_has_the_exact_marginals_at_every_step(step):
    kappa, sigma, target, t, n = 0.8, 0.5, 3.0, 3, 20_000
    process = {"level": 1.0, "growth": 0.2, "volatility": sigma, "reversion": kappa, "reversion_level": target}
    study = minimal(step, t, drivers__x__a=process)
    x = simulate(study, RNG(1), n).values["driver", "x.a", 2024 + t]
    variance = sigma**2 * (1.0 - np.exp(-2.0 * kappa * t)) / (2.0 * kappa)
    close(x, target + 0.2 * t + (1.0 - target) * np.exp(-kappa * t))
    assert x.var() == pytest.approx(variance, rel=5.0 * np.sqrt(2.0 / n))
    assert deviation_step(sigma, None, 0.25) == (1.0, sigma / 2.0)


def test_fat_tails_keep_the_variance_and_have_the_right_kurtosis():
    study = minimal("1 month", 1, drivers__x__a={"level": 0.0, "volatility": 0.4}, shocks__nu=12.0)
    x = simulate(study, RNG(2), 40_000).values["driver", "x.a", 2025]
    assert stats.kstest(x / 0.4 / np.sqrt(10.0 / 12.0), stats.t(12.0).cdf).pvalue > 1e-4


def test_capacity_starts_at_the_observation_and_caps():
    assert soft_minimum(50.0, 1.0, 0.1) == pytest.approx(1.0) and soft_minimum(-9.0, 1.0, 0.1) == pytest.approx(-9.0)
    capacity = {"by": "y.a", "utilisation": 0.6, "efficiency_growth": 0.05}
    study = minimal(years=4, drivers__x={"unit": "u", "link": "log", "a": {"level": 5.0, "growth": 3.0, "capacity": capacity},
                                         "b": {"level": 1.0}},
                    drivers__y={"unit": "u", "link": "log", "a": {"level": 2.0, "growth": 0.1}, "b": {"level": 1.0}})
    values = simulate(study, RNG(0), 1, central=True).values
    assert values["driver", "x.a", 2028][0] == pytest.approx(np.log(5.0 / 0.6) + 4 * (0.05 + 0.1), abs=1e-6)
    still = minimal(drivers__x={"unit": "u", "link": "log", "a": {"level": 5.0, "capacity": {**capacity, "efficiency_growth": 0.0}},
                                "b": {"level": 1.0}},
                    drivers__y={"unit": "u", "link": "log", "a": {"level": 2.0}, "b": {"level": 1.0}})
    assert simulate(still, RNG(0), 1, central=True).values["driver", "x.a", 2025][0] == pytest.approx(np.log(5.0))


def test_shares_add_up():
    driver = {"unit": "share", "link": "logit", "share_group": True, "a": {"level": 0.5, "growth": 0.4, "volatility": 0.5},
              "b": {"level": 0.2, "growth": -0.3}}
    values = simulate(minimal(drivers__x=driver), RNG(3), 100).values
    share_a, share_b = (special.expit(values["driver", f"x.{actor}", 2025]) for actor in "ab")
    rest = 1.0 - share_a - share_b
    assert np.allclose(np.log(share_b / rest), np.log(0.2 / 0.3) - 0.3) and np.all(rest > 0.0)


def test_ratio_moves_both_actors():
    driver = {"unit": "ratio", "link": "log", "ratio": {"of": "b", "to": "a", "split": 0.3, "level": 2.0, "growth": 0.1}}
    values = simulate(minimal(drivers__x=driver), RNG(0), 1, central=True).values
    ratio = np.log(2.0) + 0.1
    assert values["driver", "x.b", 2025][0] == pytest.approx(0.3 * ratio)
    assert values["driver", "x.a", 2025][0] == pytest.approx(-0.7 * ratio)


def test_a_deviation_spills_its_share_over_the_lag():
    data = {"y": {"unit": "u", "link": "identity", "a": {"level": 0.0, "growth": 0.5}, "b": {"level": 0.0}}}
    event = {"rate": 1e-9, "initial_age": 0.0, "duration": 1.0, "duration_kind": "fixed", "growth": {"y": {"a": 0.8}}}
    study = minimal("3 months", 4, drivers__y=data["y"], couplings={"x": {"a": {"y": {"a": {"value": 0.5, "lag": 2}}}}}, events__e=event)
    values = simulate(study, RNG(0), 10).values
    assert np.allclose(values["driver", "y.a", 2028], 0.5 * 4 + 0.8)
    assert np.allclose(values["driver", "x.a", 2028], 1.0 + 0.5 * 0.8)


def share_active(rate, mean, step):
    """Exact long-run share of time active under one onset a step at most: a chain of idle and active step starts."""
    ends = 1.0 / mean
    idle_onset = lambda t: rate * np.exp(-rate * t)  # noqa: E731
    active_onset = lambda t: rate * ends / (rate - ends) * (np.exp(-ends * t) - np.exp(-rate * t))  # noqa: E731

    def over(onset, weight):
        return integrate.quad(lambda t: onset(t) * weight(step - t), 0.0, step)[0]

    stays, lasts = (lambda t: np.exp(-ends * t)), (lambda t: (1.0 - np.exp(-ends * t)) / ends)
    from_idle, from_active = over(idle_onset, stays), stays(step) + over(active_onset, stays)
    active = from_idle / (1.0 - from_active + from_idle)
    return ((1.0 - active) * over(idle_onset, lasts) + active * (lasts(step) + over(active_onset, lasts))) / step


@pytest.mark.parametrize("step,years", [("1 year", 1.0), ("6 months", 0.5), ("3 months", 0.25), ("1 month", 1.0 / 12.0)])
def test_share_of_time_active_at_a_fast_rate(step, years):
    """Restart-free renewal with at most one onset a step; without that limit the share would be 0.487."""
    study = minimal(step, 10, events__e={"rate": 1.9, "duration": 0.5})
    active = simulate(study, RNG(4), 8000).events["e", 2034][1]
    close(active, share_active(1.9, 0.5, years))
    assert share_active(1.9, 0.5, 0.002) == pytest.approx(1.9 / 3.9, abs=1e-3)


def test_renewal_from_idle():
    rate, duration = 0.4, 1.5
    study = minimal("1 month", 2, events__e={"rate": rate, "duration": duration})
    speed = rate + 1.0 / duration
    exact, _ = integrate.quad(lambda t: rate / speed * (1.0 - np.exp(-speed * t)), 1.0, 2.0)
    assert simulate(study, RNG(5), 20_000).events["e", 2026][1].mean() == pytest.approx(exact, abs=0.012)


def test_waiting_time_inside_a_window_is_exponential():
    study = minimal("6 months", 3, events__e={"rate": 0.7, "from": "2025-04-01", "until": "2026-12-31", "repeat": False})
    happened = simulate(study, RNG(6), 20_000).events
    for year, exposed in ((2025, 0.75), (2026, 1.75), (2027, 1.75)):
        close(happened["e", year][2].astype(float), 1.0 - np.exp(-0.7 * exposed))
    assert years_after((2027, 7, 1), 2024) == 2.5


def test_strength_is_integrated_and_effects_enter_with_it():
    exact, _ = integrate.quad(lambda y: 2.0 ** (-(0.3 + y) / 0.7), 0.0, 1.2)
    assert events_module.strength_integral(0.3, 1.2, 0.7) == pytest.approx(exact)
    event = {"rate": 1e-9, "initial_age": 0.3, "duration": 1.5, "duration_kind": "fixed", "adaptation_half_life": 0.7,
             "growth": {"x": {"a": 0.5}}}
    for step in ("1 year", "1 month"):
        values = simulate(minimal(step, 2, events__e=event), RNG(0), 3).values
        assert np.allclose(values["driver", "x.a", 2026], 1.0 + 0.5 * exact)


def test_a_level_effect_recovers_from_its_onset():
    event = {"rate": 0.5, "repeat": False, "level": {"x": {"a": -1.0}}, "recovery": {"x": {"a": 0.8}}}
    values = simulate(minimal("3 months", 3, events__e=event), RNG(7), 20_000).values["driver", "x.a", 2027]
    exact, _ = integrate.quad(lambda s: 0.5 * np.exp(-0.5 * s) * 2.0 ** (-(3.0 - s) / 0.8), 0.0, 3.0)
    close(values, 1.0 - exact)


def test_weights_are_dirichlet():
    dimensions = {f"k{i}": {"weight": w, "loadings": {"x": 1.0}} for i, w in enumerate((0.5, 0.3, 0.2))}
    weights = Inputs(minimal(index={"dimensions": dimensions, "weight_concentration": 9.0}), RNG(8), 40_000).weights
    assert np.allclose(weights.sum(axis=0), 1.0)
    for row, w in zip(weights, (0.5, 0.3, 0.2)):
        assert stats.kstest(row, stats.beta(9.0 * w, 9.0 * (1.0 - w)).cdf).pvalue > 1e-4


@pytest.mark.parametrize("link,low,middle,high", [("identity", -1.0, 0.2, 0.5), ("log", 0.1, 0.3, 2.0), ("logit", 0.2, 0.6, 0.7)])
def test_metalog_goes_through_its_quantiles(link, low, middle, high):
    quantity = Quantity("q", "quantile3", link, {"p05": low, "p50": middle, "p95": high})
    assert np.allclose(value_at(quantity, special.ndtri([0.05, 0.5, 0.95])), [low, middle, high])
    assert np.all(np.diff(value_at(quantity, np.linspace(-6, 6, 500))) > 0.0)
    with pytest.raises(StudyError):
        inverse_cdf(Quantity("q", "quantile3", "identity", {"p05": 0.0, "p50": 0.95, "p95": 1.0}), 0.5)


@pytest.mark.parametrize("values", [{"p10": 0.1, "p90": 0.7}, {"p025": 0.2, "p60": 0.5}, {"p05": 0.1, "p40": 0.3, "p90": 0.8}, {"p01": 0.2, "p025": 0.22, "p50": 0.35}])
def test_quantiles_go_through_values_at_any_levels(values):
    for link in ("identity", "log", "logit"):
        quantity = read_quantity(values, "q", link, "pure")
        levels = [float("0." + key[1:]) for key in values]
        assert np.allclose(value_at(quantity, special.ndtri(levels)), list(values.values()))


@pytest.mark.parametrize("raw,link", [
    ({"p05": 0.2, "p50": 0.5, "p95": 0.7}, "logit"), ({"p05": 0.2, "p95": 0.7}, "log"), ({"dist": "normal", "mean": 0.4, "sd": 0.2}, "identity"),
    ({"dist": "gamma", "shape": 2.0, "scale": 0.2}, "log"), ({"dist": "student_t", "location": 0.4, "scale": 0.2, "nu": 4.0}, "identity"),
    ({"dist": "empirical", "values": [0.9, 0.1, 0.4]}, "identity"), ({"dist": "pert", "min": 0.0, "mode": 0.4, "max": 1.0}, "identity")])
def test_truncation_is_conditioning(raw, link):
    whole = read_quantity(raw, "q", link, "pure")
    cut = read_quantity({**raw, "truncate": [0.25, 0.6]}, "q", link, "pure")
    sample = value_at(whole, RNG(9).standard_normal(40_000))
    kept = sample[(sample >= 0.25) & (sample <= 0.6)]
    assert stats.ks_2samp(kept, value_at(cut, RNG(10).standard_normal(20_000))).pvalue > 1e-4


def test_rank_correlation_is_as_asked():
    study = minimal(drivers__x__a={"level": 1.0, "growth": {"p05": 0.1, "p50": 0.3, "p95": 0.9}},
                    drivers__x__b={"level": 1.0, "growth": {"dist": "uniform", "min": 0.0, "max": 1.0}},
                    dependence={"pair": [{"between": ["drivers.x.a.growth", "drivers.x.b.growth"], "spearman": -0.6}]})
    values = Inputs(study, RNG(11), 40_000).values
    rank = stats.spearmanr(values["drivers.x.a.growth"], values["drivers.x.b.growth"]).statistic
    assert rank == pytest.approx(-0.6, abs=0.02)


def test_generalised_mean_is_the_power_mean():
    scores, weights = np.array([[20.0], [70.0], [90.0]]), np.array([[0.2], [0.5], [0.3]])
    for order in (-2.0, -1.0, 0.05, 0.5, 1.0, 2.0):
        exact = (weights * scores**order).sum() ** (1.0 / order)
        assert np.exp(log_generalised_mean(np.log(scores), weights, order)[0]) == pytest.approx(exact)
    geometric = log_generalised_mean(np.log(scores), weights, 0.0)[0]
    assert log_generalised_mean(np.log(scores), weights, 1e-9)[0] == pytest.approx(geometric, abs=1e-8)


def test_decomposition_adds_up_and_equal_moves_are_compression():
    """Both actors move alike on the logit scale, so nothing but compression closes the gap."""
    study = minimal(years=2, drivers__x__a={"level": 1.0, "growth": 0.3}, drivers__x__b={"level": 0.0, "growth": 0.3})
    parts = simulate(study, RNG(0), 1, decomposed=True).parts
    a, b = (100.0 * special.expit(special.logit(s / 100.0) + 0.6) for s in (60.0, 40.0))
    assert parts["gap", 2026, "compression"][0] == pytest.approx(a - b - 20.0)
    assert abs(parts["gap", 2026, "driver.x"][0]) < 1e-9 and abs(parts["gap", 2026, "residual"][0]) < 1e-9


def test_passages_of_paths_written_by_hand():
    path = np.array([[5.0, -1.0, 5.0], [-1.0, 2.0, 5.0], [-1.0, -1.0, 5.0]])
    found = statistics.passage(path, 10.0, [2025, 2026, 2027], 0.0)
    assert [found["first"][k][0] for k in ("2025", "2026", "2027", "never")] == pytest.approx([1 / 3, 1 / 3, 0, 1 / 3])
    assert [found["lasting"][k][0] for k in ("2025", "2026", "2027", "never")] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])
    assert found["crossings"][0] == pytest.approx((1 + 3 + 0) / 3) and found["share_above"][0] == pytest.approx((1 + 1 + 3) / 9)


def test_standard_errors_describe_the_scatter_of_estimates():
    samples = RNG(12).standard_normal((400, 1000))
    found = [statistics.summary(sample, [0.1], [0.5]) for sample in samples]
    for pick in (lambda s: s["mean"], lambda s: s["sd"], lambda s: s["quantiles"]["0.1"], lambda s: s["cdf"]["0.5"]):
        values, errors = np.array([pick(s) for s in found]).T
        assert np.std(values) == pytest.approx(np.mean(errors), rel=0.2)


def test_an_unknown_key_is_refused():
    with pytest.raises(StudyError, match="volatilty"):
        minimal(drivers__x__a={"level": 1.0, "volatilty": 0.1})
