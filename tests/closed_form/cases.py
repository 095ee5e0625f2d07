# SPDX-License-Identifier: Apache-2.0
"""What a case is: a study, what is changed in it, exact answers, and a change that must be noticed."""

import copy
import json
import pathlib
import tomllib
from dataclasses import dataclass, field
from typing import Callable

STUDIES = pathlib.Path(__file__).resolve().parents[2] / "configs" / "closed-form"


@dataclass(frozen=True)
class Check:
    """One number of result.json and its exact value.

    selector: (table, id, year, field...) as the functions below build it; how: the derivation in a few words.
    """

    selector: tuple
    exact: float
    how: str


@dataclass(frozen=True)
class Case:
    """exact(study) gets the study's tables with `overrides` applied; `control` changes the truth on top of them.
    A deterministic study needs few trajectories: `most` bounds their number."""

    name: str
    study: str
    exact: Callable[[dict], list]
    control: dict
    overrides: dict = field(default_factory=dict)
    most: int = 2**62

    def checks(self):
        return self.exact(load(self.study, self.overrides))


def load(study, overrides):
    """The tables of a study with dotted keys replaced. A key that is not there is an error: a typing mistake would
    leave the truth as it was."""
    with open(STUDIES / f"{study}.toml", "rb") as stream:
        tables = copy.deepcopy(tomllib.load(stream))
    for key, value in overrides.items():
        *parents, last = key.split(".")
        node = tables
        for part in parents:
            node = node[part]
        if last not in node:
            raise KeyError(f"{study}: {key}")
        node[last] = value
    return tables


def toml_value(value):
    """A TOML expression of numbers, texts, lists and tables."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return json.dumps(value)


def words(overrides):
    """Overrides as words of the command line."""
    return [f"{key}={toml_value(value)}" for key, value in overrides.items()]


def step_years(study):
    return {"1 year": 1.0, "6 months": 0.5, "3 months": 0.25, "1 month": 1.0 / 12.0}[study["study"]["step"]]


def years(study):
    """[(calendar year, t)] of the index years."""
    base = study["study"]["base"]
    return [(year, year - base) for year in range(base + 1, study["study"]["end"] + 1)]


def total(study, actor):
    """Published total of the base year as a fraction."""
    return study["actors"][actor]["score"] / 100.0


def _of(target, name, year, what, how):
    """`what`: {"mean": v, "sd": v, "narrower": v, ("quantile", p): v, ("cdf", c): v}"""
    return [Check((target, name, year, key), float(value), how) for key, value in what.items()]


def driver(pair, year, what, how):
    return _of("driver", pair, year, what, how)


def score_of(actor, year, what, how):
    return _of("score", actor, year, what, how)


def contrast(name, year, what, how, outcome="contrast"):
    return _of(outcome, name, year, what, how)


def event(name, year, what, how):
    """`what`: {"onsets": mean number in the year, "active_share": share of the year, "happened": P(by its end)}"""
    return _of("event", name, year, what, how)


def passage(name, threshold, what, how):
    """`what`: {("first", year or "never"): p, ("lasting", ...): p, "crossings": v, "share_above": v}"""
    return _of("passage", name, threshold, what, how)


def part(name, year, what, how):
    """`what`: {part of the decomposition: points}"""
    return _of("decomposition", name, year, what, how)
