# SPDX-License-Identifier: Apache-2.0
"""From drivers to composite-index scores: loadings, score map, reference, generalised mean, anchor (model.md, 4)."""

import numpy as np

from .inputs import logistic, logit
from .study import steps_of


def log_generalised_mean(log_scores, weights, order):
    """ln M of order p along the first axis; the geometric mean at p = 0, without loss of digits near it."""
    middle = (weights * log_scores).sum(axis=0)
    centred = log_scores - middle
    order = np.broadcast_to(np.asarray(order, dtype=float), middle.shape)
    safe = np.where(order == 0.0, 1.0, order)
    tilted = np.log1p((weights * np.expm1(safe * centred)).sum(axis=0)) / safe
    return middle + np.where(order == 0.0, 0.0, tilted)


class Index:
    """The index of one chunk; scores as logits have shape (actors, n), dimension arrays (dimensions, actors, n)."""

    def __init__(self, study, layout, dynamics, inputs):
        self.study, self.layout, self.dynamics, self.n = study, layout, dynamics, inputs.n
        index = study.index
        self.phi, self.order, self.weights = inputs[index.phi], inputs[index.order], inputs.weights
        self.eta = [inputs[dimension.steepness] for dimension in index.dimensions]
        self.published = np.array([study.scores[actor] for actor in study.actors])
        self.base_logit = self.base_scores(inputs)
        self.loadings = [[(loading.driver, loading.weight, steps_of(loading.lag, study, dimension.id))
                          for loading in dimension.loadings] for dimension in index.dimensions]
        self.base_levels = self.levels([dynamics.view(0.0)], 0)
        self.base_aggregate = self.aggregate_logit(np.zeros_like(self.base_levels), 0)

    def base_scores(self, inputs):
        """logit(s0 / 100), clipped to [0.5, 99.5] points."""
        study, index = self.study, self.study.index
        result = np.empty((len(index.dimensions), len(study.actors), self.n))
        for k, dimension in enumerate(index.dimensions):
            for a, actor in enumerate(study.actors):
                if actor in dimension.base:
                    result[k, a] = logit(inputs[dimension.base[actor]])
                    continue
                centre = np.full(self.n, study.scores[actor])
                contrast = dimension.base_contrast
                if contrast is not None and actor in (contrast.first, contrast.second):
                    middle = 0.5 * (study.scores[contrast.first] + study.scores[contrast.second])
                    half = 0.5 * np.asarray(inputs[contrast.points]) * (1.0 if actor == contrast.first else -1.0)
                    centre = np.clip(middle + half, 0.5, 99.5)
                result[k, a] = logit(centre / 100.0) + index.base_spread * inputs.base_z[k, a]
        return np.clip(result, logit(0.005), logit(0.995))

    def driver_level(self, driver, actor, views, n):
        """x~ of a pair at step n; before the base the observation and the plan read backwards."""
        row = self.layout.row[(driver, actor)]
        if n >= 0:
            return views[n][row]
        return views[0][row] + self.dynamics.plan((driver, actor), n * self.study.step)

    def levels(self, views, n):
        """Y by dimension and actor at step n."""
        result = np.zeros((len(self.loadings), len(self.study.actors), self.n))
        for k, loadings in enumerate(self.loadings):
            for a, actor in enumerate(self.study.actors):
                for driver, weight, lag in loadings:
                    result[k, a] += weight * self.driver_level(driver, actor, views, n - lag)
        return result

    def outside(self, k, t):
        """The given path of the reference t years after the base: linear between its years, held after the last."""
        table = {self.study.base: 0.0, **self.study.index.dimensions[k].outside}
        years = sorted(table)
        return np.interp(self.study.base + t, years, [table[year] for year in years])

    def reference(self, k, change, t):
        dimension = self.study.index.dimensions[k]
        if dimension.reference == "outside":
            return self.outside(k, t)
        if dimension.reference == "mean":
            return change[k].mean(axis=0)
        return (self.base_levels[k] + change[k]).max(axis=0) - self.base_levels[k].max(axis=0)

    def dimension_logits(self, change, t):
        result = np.empty_like(change)
        for k in range(len(change)):
            result[k] = self.base_logit[k] + self.eta[k] * (change[k] - self.phi * self.reference(k, change, t))
        return result

    def aggregate_logit(self, change, t):
        """logit(M / 100) by actor."""
        log_shares = np.log(logistic(self.dimension_logits(change, t)))
        mean = np.exp(log_generalised_mean(log_shares, self.weights[:, None, :], self.order))
        return logit(mean)

    def logits(self, views, n):
        """Anchored logits of the scores at step n, shape (actors, n): exact at the base."""
        change = self.levels(views, n) - self.base_levels
        moved = self.aggregate_logit(change, n * self.study.step) - self.base_aggregate
        return moved + logit(self.published / 100.0)[:, None]
