# SPDX-License-Identifier: Apache-2.0
"""Reads a study file into plain structures: defaults of configs/README.md filled in, units canonical, unknown keys refused."""

import datetime
import math
import tomllib
from types import SimpleNamespace

from .inputs import cdf
from .study_index import read_contrasts, read_index
from .tables import INFINITY, StudyError, Table, pair_values, read_date, read_quantity, split_pair, years_after


def read_process(table, link, unit):
    level_unit = ("level", unit)
    process = SimpleNamespace(
        level=table.quantity("level", link, level_unit),
        growth=table.quantity("growth", "identity", "rate", 0.0),
        growth_start=table.quantity("growth_start", "identity", "rate"),
        growth_half_life=table.quantity("growth_half_life", "log", "time"),
        volatility=table.quantity("volatility", "log", "volatility", 0.0),
        reversion=table.quantity("reversion", "log", "rate"),
        reversion_level=table.quantity("reversion_level", link, level_unit),
        capacity=None,
    )
    if process.level is None:
        raise StudyError(f"{table.where('level')}: missing")
    if (process.growth_start is None) != (process.growth_half_life is None):
        raise StudyError(f"{table.path}: growth_start and growth_half_life go together")
    if "capacity" in table:
        inner = table.table("capacity")
        process.capacity = SimpleNamespace(
            by=split_pair(inner.need("by"), inner.where("by")),
            utilisation=inner.quantity("utilisation", "logit", "pure"),
            efficiency_growth=inner.quantity("efficiency_growth", "identity", "rate", 0.0),
            smoothness=float(inner.get("smoothness", 0.1)),
        )
        if process.capacity.utilisation is None:
            raise StudyError(f"{inner.where('utilisation')}: missing")
        inner.done()
    return process


def read_driver(table, actors):
    driver = SimpleNamespace(id=table.path.split(".")[-1], unit=table.need("unit"), link=table.need("link"),
                             share_group=bool(table.get("share_group", False)), ratio=None, actors={})
    table.labels("name", *actors)
    if driver.link not in ("log", "logit", "identity"):
        raise StudyError(f"{table.where('link')}: unknown link {driver.link!r}")
    if "ratio" in table:
        inner = table.table("ratio")
        driver.ratio = SimpleNamespace(of=inner.need("of"), to=inner.need("to"), split=float(inner.get("split", 0.5)),
                                       process=read_process(inner, driver.link, driver.unit))
        inner.done()
    else:
        for actor in actors:
            if actor not in table:
                raise StudyError(f"{table.where(actor)}: missing")
            inner = table.table(actor)
            driver.actors[actor] = read_process(inner, driver.link, driver.unit)
            inner.done()
    table.done()
    return driver


def over_at_base(event):
    """Whether the event has ended before the base."""
    fixed = event.initial_age is not None and event.duration_kind == "fixed" and event.duration.constant
    return fixed and event.initial_age >= event.duration.parameters["value"]


def condition_on_age(event):
    """Cuts an uncertain fixed duration off at the age of an event that is in force, so that it exceeds it."""
    if event.initial_age is None or event.duration_kind != "fixed" or event.duration.constant:
        return
    duration, age = event.duration, float(event.initial_age)
    if duration.family == "choice":
        none = max(duration.parameters["values"]) <= age
    else:
        none = cdf(duration, age) > 1.0 - 1e-9
    if none:
        raise StudyError(f"{duration.path}: no part of it exceeds initial_age")
    duration.lower = max(duration.lower, math.nextafter(age, INFINITY))


def read_event(table, base):
    table.labels("name", "kind", "by", "on", "source", "note")
    event = SimpleNamespace(
        id=table.path.split(".")[-1],
        rate=table.quantity("rate", "log", "rate"),
        start=-INFINITY, until=INFINITY,
        max_rate=float(table.get("max_rate", 12.0)),
        duration=table.quantity("duration", "log", "time"),
        duration_kind="forever",
        adaptation_half_life=table.quantity("adaptation_half_life", "log", "time"),
        refractory=table.quantity("refractory", "log", "time", 0.0),
        enabled=bool(table.get("enabled", True)),
        repeat=bool(table.get("repeat", True)),
        restart=bool(table.get("restart", False)),
        initial_age=table.get("initial_age"),
        feedback=None,
        multipliers={}, ends=list(table.get("ends", [])),
        growth={}, level={}, recovery={}, volatility={}, ceiling={},
    )
    if event.rate is None:
        raise StudyError(f"{table.where('rate')}: missing")
    kind = table.get("duration_kind", "exponential")
    if event.duration is not None:
        event.duration_kind = kind
    event.over = over_at_base(event)
    condition_on_age(event)
    if "from" in table:
        event.start = years_after(read_date(table.get("from"), table.where("from")), base)
    if "until" in table:
        last = datetime.date(*read_date(table.get("until"), table.where("until")))
        after = last + datetime.timedelta(days=1)  # exposed to the end of that day
        event.until = years_after((after.year, after.month, after.day), base)
    if "feedback" in table:
        inner = table.table("feedback")
        event.feedback = SimpleNamespace(strength=inner.quantity("strength", "identity", "per_point"),
                                         contrast=inner.get("contrast", "gap"), lag=float(inner.get("lag", 0.0)))
        inner.done()
    inner = table.table("multipliers")
    for other in list(inner.data):
        event.multipliers[other] = inner.quantity(other, "log", "pure")
    effects = {"growth": ("identity", "rate"), "level": ("identity", "pure"), "recovery": ("log", "time"),
               "volatility": ("log", "pure"), "ceiling": ("identity", "rate")}
    for name, (link, units) in effects.items():
        inner = table.table(name)
        for pair, raw in pair_values(inner):
            getattr(event, name)[pair] = read_quantity(raw, inner.where(".".join(pair)), link, units)
    table.done()
    return event


def switched_on(events):
    """The events that are not switched off, without what they say about the others."""
    kept = [event for event in events if event.enabled]
    names = {event.id for event in kept}
    for event in kept:
        event.multipliers = {other: factor for other, factor in event.multipliers.items() if other in names}
        event.ends = [other for other in event.ends if other in names]
    return kept


def read_shocks(table):
    shocks = SimpleNamespace(nu=table.get("nu"), groups=[], pairs=[], repair=table.get("repair", "none"))
    groups = table.table("tail_groups")
    for name in groups.data:
        inner = groups.table(name)
        members = [split_pair(member, inner.path) for member in inner.need("members")]
        shocks.groups.append(SimpleNamespace(id=name, nu=float(inner.need("nu")), members=members))
        inner.done()
    for entry in table.get("pair", []):
        first, second = (split_pair(name, "shocks.pair") for name in entry["between"])
        shocks.pairs.append((first, second, float(entry["rho"])))
    table.done()
    return shocks


def read_couplings(table):
    couplings = []
    for to_driver, by_actor in table.data.items():
        for to_actor, by_driver in by_actor.items():
            for from_driver, by_source in by_driver.items():
                for from_actor, raw in by_source.items():
                    path = f"couplings.{to_driver}.{to_actor}.{from_driver}.{from_actor}"
                    lag = 1.0
                    if isinstance(raw, dict):
                        raw = dict(raw)
                        lag = float(raw.pop("lag", 1.0))
                    couplings.append(SimpleNamespace(to=(to_driver, to_actor), source=(from_driver, from_actor), lag=lag,
                                                     strength=read_quantity(raw, path, "identity", "pure")))
    return couplings


def apply_override(data, text):
    """Sets one dotted key of the raw tables from `key=value` (`+key=value` may add it)."""
    adds = text.startswith("+")
    key, equals, value = text.lstrip("+").partition("=")
    if not equals:
        raise StudyError(f"override {text!r} is not key=value")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    *parents, last = [part.strip() for part in key.split(".")]
    node = data
    for part in parents:
        if part not in node and not adds:
            raise StudyError(f"override {key}: {part!r} is not in the study")
        node = node.setdefault(part, {})
    if last not in node and not adds:
        raise StudyError(f"override {key}: {last!r} is not in the study (use +key=value to add)")
    node[last] = parsed


STEPS = {"1 year": 12, "6 months": 6, "3 months": 3, "1 month": 1}


def load_study(path, overrides=()):
    """The study at `path`, with overrides applied. Raises StudyError."""
    with open(path, "rb") as stream:
        data = tomllib.load(stream)
    for text in overrides:
        apply_override(data, text)
    return read_study(data)


def read_study(data):
    root = Table(data, "")
    head = root.table("study")
    if head.need("format") != 1:
        raise StudyError("study.format: only 1 is known")
    head.labels("title", "description")
    actors = list(head.need("actors"))
    study = SimpleNamespace(name=head.need("name"), actors=actors, base=int(head.need("base")), end=int(head.need("end")),
                            months_per_step=STEPS[head.get("step", "1 year")], seed=int(head.get("seed", 1)),
                            trajectories=int(head.get("trajectories", 1_000_000)))
    read_date(head.need("origin"), "study.origin")
    head.done()
    study.step = study.months_per_step / 12.0
    study.steps_per_year = 12 // study.months_per_step
    study.years = list(range(study.base + 1, study.end + 1))
    if not study.years:
        raise StudyError("study.end: must be after base")
    study.scores = {}
    people = root.table("actors")
    for actor in actors:
        inner = people.table(actor)
        inner.labels("name", "history")
        study.scores[actor] = inner.quantity("score", "identity", "points").parameters["value"]
        inner.done()
    people.done()
    drivers = root.table("drivers")
    study.drivers = [read_driver(drivers.table(name), actors) for name in drivers.data]
    study.shocks = read_shocks(root.table("shocks"))
    dependence = root.table("dependence")
    study.rank_repair = dependence.get("repair", "none")
    study.rank_pairs = [(e["between"][0], e["between"][1], float(e["spearman"])) for e in dependence.get("pair", [])]
    dependence.done()
    study.couplings = read_couplings(root.table("couplings"))
    events = root.table("events")
    study.events = switched_on([read_event(events.table(name), study.base) for name in events.data])
    study.index = read_index(root.table("index"), actors)
    study.contrasts = read_contrasts(root.table("contrasts"), actors)
    report = root.table("report")
    study.report_years = [int(year) for year in report.get("years", study.years)]
    study.quantiles = [float(q) for q in report.get("quantiles", [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975])]
    report.labels("contrast", "outcome")
    report.done()
    root.labels("plausible", "scenarios")
    root.done()
    return study


def steps_of(lag, study, path):
    """A lag in years as a whole number of steps, of which it may miss 0.5 % of a step."""
    steps = lag / study.step
    if abs(steps - round(steps)) > 0.005 or (lag > 0 and round(steps) == 0):
        raise StudyError(f"{path}: lag {lag} is not a multiple of the step")
    return int(round(steps))
