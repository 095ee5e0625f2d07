# SPDX-License-Identifier: Apache-2.0
"""Where a change of a linear contrast comes from: compression, drivers, outside path, method (model.md, 5)."""

import numpy as np

from .index import log_generalised_mean
from .inputs import logistic
from .outcomes import contrast_value

MIDPOINTS = 32


def driver_changes(index, views, n):
    """{driver: its part of the change of Y}, each (dimensions, actors, trajectories)."""
    study, shape = index.study, index.base_levels.shape
    parts = {driver.id: np.zeros(shape) for driver in study.drivers}
    for k, loadings in enumerate(index.loadings):
        for a, actor in enumerate(study.actors):
            for driver, weight, lag in loadings:
                now = index.driver_level(driver, actor, views, n - lag)
                then = index.driver_level(driver, actor, views, -lag)
                parts[driver][k, a] += weight * (now - then)
    return parts


def path_slopes(index, change, t, midpoints):
    """Averages along the path of d logit M / d l: own[k, a], and led[k, a, b] over where b leads dimension k.

    Both in logits per logit of dimension k. Where the reference is the mean every actor leads one n-th of the way.
    """
    dimensions, actors, n = change.shape
    own, led = np.zeros_like(change), np.zeros((dimensions, actors, actors, n))
    references = [dimension.reference for dimension in index.study.index.dimensions]
    for midpoint in range(midpoints):
        position = (midpoint + 0.5) / midpoints
        logits, leads = np.empty_like(change), np.zeros_like(change)
        for k, reference in enumerate(references):
            if reference == "outside":
                level = position * index.outside(k, t)
            elif reference == "mean":
                level, leads[k] = position * change[k].mean(axis=0), 1.0 / actors
            else:
                levels = index.base_levels[k] + position * change[k]
                level = levels.max(axis=0) - index.base_levels[k].max(axis=0)
                leads[k] = np.arange(actors)[:, None] == levels.argmax(axis=0)
            logits[k] = index.base_logit[k] + index.eta[k] * (position * change[k] - index.phi * level)
        shares = logistic(logits)
        powered = index.weights[:, None, :] * np.exp(index.order * np.log(shares))
        powered /= powered.sum(axis=0)
        slope = powered * (1.0 - shares) / ((1.0 - aggregate(index, shares)) * midpoints)
        own += slope
        led += slope[:, :, None, :] * leads[:, None, :, :]
    return own, led


def logit_parts(index, views, n, midpoints=MIDPOINTS):
    """{driver or "outside": path integral of d logit M, shape (actors, trajectories)}."""
    study, t = index.study, n * index.study.step
    parts = driver_changes(index, views, n)
    change = sum(parts.values())
    own, led = path_slopes(index, change, t, midpoints)
    eta = np.stack([np.broadcast_to(value, change.shape[-1:]) for value in index.eta])[:, None, :]
    totals = {}
    for name, part in parts.items():
        pulled = (led * part[:, None, :, :]).sum(axis=2)
        totals[name] = (eta * (own * part - index.phi * pulled)).sum(axis=0)
    for k, dimension in enumerate(study.index.dimensions):
        if dimension.reference == "outside":
            moved = -index.eta[k] * index.phi * index.outside(k, t) * own[k]
            totals["outside"] = totals.get("outside", 0.0) + moved
    return totals


def aggregate(index, shares):
    """The generalised mean of the dimension scores as fractions, by actor."""
    return np.exp(log_generalised_mean(np.log(shares), index.weights[:, None, :], index.order))


def secants(start, end, common):
    """c_a: points per logit between the common move and the actor's own; the derivative where they agree."""
    own = end - (start + common)
    score = logistic(start + common)
    near = np.abs(own) < 1e-7
    secant = (logistic(end) - score) / np.where(near, 1.0, own)
    return 100.0 * np.where(near, score * (1.0 - score), secant)


def decompose(index, contrast, path_parts, logits, start_logits, revised_logits):
    """{part: points (n,)} and "total" of one linear contrast; the parts add up to the total.

    path_parts is logit_parts of the same year; logits are those of the constant method, then at base, then revised.
    """
    actors = index.study.actors
    moves = logits - start_logits
    common = moves.mean(axis=0)

    def contrasted(values):
        return contrast_value(contrast, actors, values)

    start = contrasted(100.0 * logistic(start_logits))
    result = {"compression": contrasted(100.0 * (logistic(start_logits + common) - logistic(start_logits)))}
    slopes = secants(start_logits, logits, common)
    for name, part in path_parts.items():
        label = name if name == "outside" else f"driver.{name}"
        result[label] = contrasted(slopes * (part - part.mean(axis=0)))
    constant = contrasted(100.0 * logistic(logits))
    edition = contrasted(100.0 * logistic(revised_logits))
    result["residual"] = constant - start - sum(result.values())
    result["method"] = edition - constant
    return {**result, "total": edition - start}
