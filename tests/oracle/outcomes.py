# SPDX-License-Identifier: Apache-2.0
"""Contrasts and the three outcomes: constant method, with revisions, as published (model.md, 4)."""

import numpy as np

from .inputs import logistic


def contrast_value(contrast, actors, scores):
    """The contrast of scores (actors, ...) in points, or as a ratio or its logarithm."""
    if contrast.kind == "linear":
        return sum(c * scores[actors.index(actor)] for actor, c in contrast.coefficients.items())
    top, bottom = scores[actors.index(contrast.of)], scores[actors.index(contrast.to)]
    return top / bottom if contrast.kind == "ratio" else np.log(top) - np.log(bottom)


def published_value(contrast, actors, hundredths):
    """The contrast of scores given in whole hundredths of a point: ties stay ties."""
    if contrast.kind == "linear":
        return np.round(contrast_value(contrast, actors, hundredths), 6) / 100.0
    return contrast_value(contrast, actors, hundredths)


class Revisions:
    """Accumulated method revisions of one chunk on the logit scale, shape (actors, n)."""

    def __init__(self, study, inputs, rng, central):
        self.study, self.rng, self.n = study, rng, inputs.n
        self.given = None if central else study.index.revisions
        self.inputs = inputs
        self.total = np.zeros((len(study.actors), inputs.n))

    def advance_year(self):
        """One calendar year: with a probability a common jump C and a difference D between two actors, in points."""
        given, inputs = self.given, self.inputs
        if given is None:
            return
        happens = self.rng.random(self.n) < inputs[given.probability]
        common = inputs[given.common_mean] + inputs[given.common_sd] * self.rng.standard_normal(self.n)
        difference = inputs[given.difference_mean] + inputs[given.difference_sd] * self.rng.standard_normal(self.n)
        for a, actor in enumerate(self.study.actors):
            part = 0.5 if actor == given.first else -0.5 if actor == given.second else 0.0
            share = self.study.scores[actor] / 100.0
            self.total[a] += np.where(happens, (common + part * difference) / (100.0 * share * (1.0 - share)), 0.0)


def published_hundredths(study, inputs, rng, central, edition):
    """Edition scores (actors, n) plus measurement error, rounded half to even to whole hundredths."""
    error = 0.0
    if study.index.measurement is not None and not central:
        error = inputs[study.index.measurement.sd] * rng.standard_normal(edition.shape)
    return np.clip(np.rint((edition + error) * 100.0), 1, 10_000)  # kept within 0.01 ... 100


def outcomes(study, inputs, rng, central, logits, revisions):
    """{(target, contrast or actor): values (n,)} of one index year."""
    scores = 100.0 * logistic(logits)
    edition = 100.0 * logistic(logits + revisions.total)
    hundredths = published_hundredths(study, inputs, rng, central, edition)
    result = {("score", actor): scores[a] for a, actor in enumerate(study.actors)}
    for contrast in study.contrasts:
        result["contrast", contrast.id] = contrast_value(contrast, study.actors, scores)
        result["contrast_edition", contrast.id] = contrast_value(contrast, study.actors, edition)
        result["contrast_published", contrast.id] = published_value(contrast, study.actors, hundredths)
    return result


def start_values(study):
    """{(target, contrast): value at base}, from the published scores."""
    scores = np.array([study.scores[actor] for actor in study.actors])
    result = {}
    for contrast in study.contrasts:
        value = float(contrast_value(contrast, study.actors, scores))
        result["contrast", contrast.id] = result["contrast_edition", contrast.id] = value
        result["contrast_published", contrast.id] = float(published_value(contrast, study.actors, np.rint(scores * 100.0)))
    return result
