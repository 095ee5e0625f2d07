# SPDX-License-Identifier: Apache-2.0
"""Tables of a study file: quantities in canonical units, dates, pairs, and complaints about unknown keys."""

import calendar
import datetime
import math
import re
from dataclasses import dataclass, field
from types import SimpleNamespace

INFINITY = math.inf

UNITS = {
    "rate": {"1/yr": 1.0, "percent/yr": 0.01, "1/month": 12.0},
    "time": {"yr": 1.0, "month": 1.0 / 12.0},
    "volatility": {"1/sqrt(yr)": 1.0, "percent/sqrt(yr)": 0.01, "1/sqrt(month)": math.sqrt(12.0)},
    "points": {"points": 1.0},
    "score": {"points": 0.01},  # kept as a fraction of 100 on the logit scale
    "per_point": {"1/points": 1.0},
    "pure": {"1": 1.0, "percent": 0.01},
}
PROVENANCE = {"unit", "source", "note", "as_of"}
FAMILY_KEYS = {
    "normal": ["mean", "sd"],
    "lognormal": ["median", "sigma"],
    "uniform": ["min", "max"],
    "triangular": ["min", "mode", "max"],
    "pert": ["min", "mode", "max"],
    "beta": ["alpha", "beta", "min", "max"],
    "gamma": ["shape", "scale"],
    "student_t": ["location", "scale", "nu"],
    "empirical": ["values"],
    "choice": ["values", "weights"],
}
UNSCALED = {"sigma", "alpha", "beta", "shape", "nu", "weights"}  # parameters that carry no unit


class StudyError(ValueError):
    """The study file is not what configs/README.md describes."""


@dataclass
class Quantity:
    """A number or a distribution in the key's canonical unit; `link` is the scale of quantile pairs."""

    path: str
    family: str
    link: str
    parameters: dict = field(default_factory=dict)
    lower: float = -INFINITY
    upper: float = INFINITY

    @property
    def constant(self):
        return self.family == "constant"


class Table:
    """A TOML table that knows its path and complains about keys nobody asked for."""

    def __init__(self, data, path):
        if not isinstance(data, dict):
            raise StudyError(f"{path}: a table is needed")
        self.data, self.path, self.asked = data, path, set()

    def __contains__(self, key):
        return key in self.data

    def where(self, key):
        return f"{self.path}.{key}" if self.path else key

    def get(self, key, default=None):
        self.asked.add(key)
        return self.data.get(key, default)

    def need(self, key):
        if key not in self.data:
            raise StudyError(f"{self.where(key)}: missing")
        return self.get(key)

    def table(self, key, default=None):
        value = self.get(key, {} if default is None else default)
        return Table(value, self.where(key))

    def labels(self, *keys):
        for key in keys:
            self.get(key)

    def done(self):
        unknown = set(self.data) - self.asked
        if unknown:
            raise StudyError(f"{self.path or 'study'}: unknown key(s) {sorted(unknown)}")

    def quantity(self, key, link, units, default=None):
        """The quantity at `key`, the default as a constant, or None where neither is there."""
        if key not in self.data:
            self.asked.add(key)
            return None if default is None else Quantity(self.where(key), "constant", link, {"value": float(default)})
        return read_quantity(self.get(key), self.where(key), link, units)


def level_of(key):
    """The probability of a quantile key: p05 is 0.05, p025 is 0.025; None for any other key."""
    match = re.fullmatch(r"p(\d\d|\d\d[1-9])", key)
    level = float("0." + match.group(1)) if match else 0.0
    return level or None


def read_quantity(raw, path, link, units):
    """One quantity. `units` names an entry of UNITS, or is a level's own unit as ("level", unit)."""
    choices = {units[1]: 1.0} if isinstance(units, tuple) else UNITS[units]
    factor = next(iter(choices.values()))
    if isinstance(raw, bool) or not isinstance(raw, (int, float, dict)):
        raise StudyError(f"{path}: a number or a table is needed")
    if not isinstance(raw, dict):
        return Quantity(path, "constant", link, {"value": float(raw) * factor})
    raw = dict(raw)
    if "unit" in raw:
        if raw["unit"] not in choices:
            raise StudyError(f"{path}: unit {raw['unit']!r} is none of {sorted(choices)}")
        factor = choices[raw["unit"]]
    for key in PROVENANCE:
        raw.pop(key, None)
    truncate = raw.pop("truncate", None)
    family = raw.pop("dist", None)
    if family is None:
        levels = [key for key in raw if level_of(key) is not None]
        if set(raw) == {"value"}:
            family = "constant"
        elif len(levels) == len(raw) and len(levels) in (2, 3):
            family = f"quantile{len(levels)}"
        else:
            raise StudyError(f"{path}: {sorted(raw)} is no form of a quantity")
    elif family not in FAMILY_KEYS:
        raise StudyError(f"{path}: unknown distribution {family!r}")
    else:
        if family == "beta":
            raw.setdefault("min", 0.0)
            raw.setdefault("max", 1.0)
        if set(raw) != set(FAMILY_KEYS[family]):
            raise StudyError(f"{path}: {family} needs {FAMILY_KEYS[family]}, got {sorted(raw)}")
    parameters = {}
    for key, value in raw.items():
        scale = 1.0 if key in UNSCALED else factor
        parameters[key] = [float(v) * scale for v in value] if isinstance(value, list) else float(value) * scale
    quantity = Quantity(path, family, link, parameters)
    if truncate is not None:
        if isinstance(truncate, list):
            truncate = {"min": truncate[0], "max": truncate[1]}
        quantity.lower = float(truncate.get("min", -INFINITY)) * factor
        quantity.upper = float(truncate.get("max", INFINITY)) * factor
    return quantity


def read_date(raw, path):
    """A date as (year, month, day), from a TOML date or text."""
    if isinstance(raw, (datetime.date, datetime.datetime)):
        return raw.year, raw.month, raw.day
    if isinstance(raw, str):
        parts = [int(part) for part in raw.split("-")] + [1, 1]
        return tuple(parts[:3])
    if isinstance(raw, int):
        return raw, 1, 1
    raise StudyError(f"{path}: a date is needed")


def years_after(date, base):
    """Years from the end of the base year to the start of `date`: 1 January of base + 1 is 0, months are twelfths."""
    year, month, day = date
    return (year - base - 1) + (month - 1 + (day - 1) / calendar.monthrange(year, month)[1]) / 12.0


def split_pair(text, path):
    parts = text.split(".")
    if len(parts) != 2:
        raise StudyError(f"{path}: {text!r} is not driver.actor")
    return parts[0], parts[1]


def pair_values(table):
    """Entries of a table keyed by pairs, written nested (a.b = v) or quoted ("a.b" = v), as [(pair, raw)]."""
    found = []
    for first, inner in table.data.items():
        table.asked.add(first)
        if "." in first:
            found.append((split_pair(first, table.path), inner))
            continue
        if not isinstance(inner, dict):
            raise StudyError(f"{table.where(first)}: a pair driver.actor is needed")
        found += [((first, second), value) for second, value in inner.items()]
    return found


def walk_quantities(node):
    """Every Quantity below `node`, depth first."""
    if isinstance(node, Quantity):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from walk_quantities(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from walk_quantities(value)
    elif isinstance(node, SimpleNamespace):
        yield from walk_quantities(vars(node))
