# SPDX-License-Identifier: Apache-2.0
"""Reads the index and the contrasts of a study."""

from types import SimpleNamespace

from .tables import StudyError


def read_dimension(table, actors):
    dimension = SimpleNamespace(
        id=table.path.split(".")[-1], weight=float(table.need("weight")),
        steepness=table.quantity("steepness", "log", "pure", 1.0),
        reference=table.get("reference", "frontier"),
        outside={int(year): float(value) for year, value in table.get("outside", {}).items()},
        loadings=[], base={}, base_contrast=None,
    )
    table.labels("name")
    if dimension.reference not in ("frontier", "mean", "outside"):
        raise StudyError(f"{table.where('reference')}: unknown reference")
    for driver, raw in table.table("loadings").data.items():
        weight, lag = (raw["weight"], raw.get("lag", 0.0)) if isinstance(raw, dict) else (raw, 0.0)
        dimension.loadings.append(SimpleNamespace(driver=driver, weight=float(weight), lag=float(lag)))
    table.get("loadings")
    if abs(sum(loading.weight for loading in dimension.loadings) - 1.0) > 1e-9:
        raise StudyError(f"{table.where('loadings')}: weights must sum to 1")
    inner = table.table("base")
    for actor in actors:
        quantity = inner.quantity(actor, "logit", "score")
        if quantity is not None:
            dimension.base[actor] = quantity
    inner.done()
    if "base_contrast" in table:
        inner = table.table("base_contrast")
        dimension.base_contrast = SimpleNamespace(first=inner.need("first"), second=inner.need("second"),
                                                  points=inner.quantity("points", "identity", "points"))
        inner.done()
    table.done()
    return dimension


def read_index(table, actors):
    concentration = table.get("weight_concentration")
    index = SimpleNamespace(
        phi=table.quantity("phi", "logit", "pure", 0.0),
        order=table.quantity("order", "identity", "pure", 1.0),
        weight_concentration=None if concentration is None else float(concentration),
        base_spread=float(table.get("base_spread", 0.0)),
        history_breaks=[int(year) for year in table.get("history_breaks", [])],
        dimensions=[], revisions=None, measurement=None,
    )
    dimensions = table.table("dimensions")
    for name in dimensions.data:
        index.dimensions.append(read_dimension(dimensions.table(name), actors))
    if abs(sum(d.weight for d in index.dimensions) - 1.0) > 1e-9:
        raise StudyError("index.dimensions: weights must sum to 1")
    if "revisions" in table:
        inner = table.table("revisions")
        between = inner.get("between", actors[:2])
        index.revisions = SimpleNamespace(
            probability=inner.quantity("probability", "logit", "pure", 0.0),
            common_mean=inner.quantity("common_mean", "identity", "points", 0.0),
            common_sd=inner.quantity("common_sd", "log", "points", 0.0),
            difference_mean=inner.quantity("difference_mean", "identity", "points", 0.0),
            difference_sd=inner.quantity("difference_sd", "log", "points", 0.0),
            first=between[0], second=between[1])
        inner.done()
    if "measurement" in table:
        inner = table.table("measurement")
        index.measurement = SimpleNamespace(sd=inner.quantity("sd", "log", "points"))
        inner.done()
    table.done()
    return index


def read_contrasts(table, actors):
    contrasts = []
    for name in table.data:
        inner = table.table(name)
        kind = inner.get("kind", "linear")
        thresholds = inner.get("thresholds", [1.0] if kind == "ratio" else [0.0])
        contrast = SimpleNamespace(id=name, kind=kind, coefficients={}, of=inner.get("of"), to=inner.get("to"),
                                   thresholds=[float(c) for c in thresholds])
        contrast.coefficients = {a: float(c) for a, c in inner.get("coefficients", {}).items()}
        inner.labels("unit", "name")
        inner.done()
        contrasts.append(contrast)
    if all(contrast.id != "gap" for contrast in contrasts):
        contrasts.insert(0, SimpleNamespace(id="gap", kind="linear", of=None, to=None, thresholds=[0.0],
                                            coefficients={actors[0]: 1.0, actors[1]: -1.0}))
    return contrasts
