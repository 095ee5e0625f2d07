# SPDX-License-Identifier: Apache-2.0
"""Uncertain inputs: exact inverse distribution functions (no tables), a Gaussian copula, Dirichlet weights (model.md, 1)."""

import numpy as np
from scipy import special, stats

from .tables import StudyError, level_of, walk_quantities


def logit(value):
    value = np.asarray(value, dtype=float)
    with np.errstate(divide="ignore"):
        return np.log(value) - np.log1p(-value)


logistic = special.expit


def to_link(link, value):
    with np.errstate(divide="ignore", invalid="ignore"):
        if link == "log":
            return np.log(value)
        return logit(value) if link == "logit" else np.asarray(value, dtype=float)


def from_link(link, value):
    if link == "log":
        return np.exp(value)
    return logistic(value) if link == "logit" else value


def quantiles_of(quantity):
    """Levels, ascending, and values on the link of expert quantiles."""
    levels = sorted(quantity.parameters, key=level_of)
    return np.array([level_of(key) for key in levels]), np.array([to_link(quantity.link, quantity.parameters[key]) for key in levels])


def metalog_terms(levels, values):
    """a of q(y) = a0 + a1 L + a2 (y - 1/2) L, L = logit y, through three quantiles (Keelin 2016, eq. 6)."""
    odds = logit(levels)
    return np.linalg.solve(np.stack([np.ones(3), odds, (levels - 0.5) * odds], axis=1), values)


def metalog(terms, y):
    odds = logit(y)
    return terms[0] + terms[1] * odds + terms[2] * (y - 0.5) * odds


def check_metalog(quantity, terms):
    """Increasing on a fine grid of levels, and a finite mean on the log scale."""
    grid = logistic(np.linspace(-40.0, 40.0, 4001))
    if np.any(terms[1] + terms[2] * (grid - 0.5 + grid * (1.0 - grid) * np.linspace(-40.0, 40.0, 4001)) <= 0.0):
        raise StudyError(f"{quantity.path}: three quantiles are not feasible")
    if quantity.link == "log" and terms[1] + terms[2] / 2.0 >= 1.0:
        raise StudyError(f"{quantity.path}: the mean is infinite")


def frozen(quantity):
    """The scipy distribution of a family on the value's own scale."""
    p = quantity.parameters
    if quantity.family == "normal":
        return stats.norm(p["mean"], p["sd"])
    if quantity.family == "lognormal":
        return stats.lognorm(p["sigma"], scale=p["median"])
    if quantity.family == "gamma":
        return stats.gamma(p["shape"], scale=p["scale"])
    if quantity.family == "student_t":
        return stats.t(p["nu"], loc=p["location"], scale=p["scale"])
    low, width = p["min"], p["max"] - p["min"]
    if quantity.family == "uniform":
        return stats.uniform(low, width)
    if quantity.family == "triangular":
        return stats.triang((p["mode"] - low) / width, loc=low, scale=width)
    if quantity.family == "pert":
        above = 4.0 * (p["mode"] - low) / width
        return stats.beta(1.0 + above, 5.0 - above, loc=low, scale=width)
    if quantity.family == "beta":
        return stats.beta(p["alpha"], p["beta"], loc=low, scale=width)
    raise StudyError(f"{quantity.path}: unknown family {quantity.family}")


def sorted_choice(quantity):
    """Values ascending with cumulative weights, those outside a truncation left out."""
    order = np.argsort(quantity.parameters["values"])
    values = np.array(quantity.parameters["values"])[order]
    weights = np.array(quantity.parameters["weights"])[order]
    kept = (values >= quantity.lower) & (values <= quantity.upper)
    weights = weights[kept] / weights[kept].sum()
    return values[kept], np.cumsum(weights)


def inverse_cdf(quantity, y):
    """Values at probabilities y, truncation aside."""
    p = quantity.parameters
    if quantity.family == "quantile2":
        levels, (low, high) = quantiles_of(quantity)
        z_low, z_high = special.ndtri(levels)
        return from_link(quantity.link, low + (high - low) / (z_high - z_low) * (special.ndtri(y) - z_low))
    if quantity.family == "quantile3":
        terms = metalog_terms(*quantiles_of(quantity))
        check_metalog(quantity, terms)
        return from_link(quantity.link, metalog(terms, y))
    if quantity.family == "empirical":
        values = np.sort(p["values"])
        return np.interp(y, np.linspace(0.0, 1.0, len(values)), values)
    if quantity.family == "choice":
        values, cumulative = sorted_choice(quantity)
        return values[np.minimum(np.searchsorted(cumulative, y), len(values) - 1)]
    return frozen(quantity).ppf(y)


def cdf(quantity, value):
    """P(X <= value) of a continuous quantity before truncation."""
    p = quantity.parameters
    if np.isneginf(value):
        return 0.0
    if np.isposinf(value):
        return 1.0
    if quantity.family in ("quantile2", "quantile3"):
        if quantity.link != "identity" and value <= 0.0:
            return 0.0
        if quantity.link == "logit" and value >= 1.0:
            return 1.0
        target = to_link(quantity.link, value)
        low, high = -300.0, 34.0  # bisection on the logit of the probability; the inverse is increasing in it
        for _ in range(200):
            middle = 0.5 * (low + high)
            if to_link(quantity.link, inverse_cdf(quantity, logistic(middle))) < target:
                low = middle
            else:
                high = middle
        return float(logistic(0.5 * (low + high)))
    if quantity.family == "empirical":
        values = np.sort(p["values"])
        return float(np.interp(value, values, np.linspace(0.0, 1.0, len(values))))
    return float(frozen(quantity).cdf(value))


def value_at(quantity, z):
    """The quantity's value at standard normal z (any shape); z = 0 is its median."""
    if quantity.constant:
        return np.broadcast_to(quantity.parameters["value"], np.shape(z)).astype(float)
    y = special.ndtr(np.asarray(z, dtype=float))
    if quantity.family != "choice" and (np.isfinite(quantity.lower) or np.isfinite(quantity.upper)):
        below, above = cdf(quantity, quantity.lower), cdf(quantity, quantity.upper)
        y = below + y * (above - below)
    return inverse_cdf(quantity, y)


def nearest_correlation(matrix):
    """Nearest correlation matrix by alternating projections (Higham 2002, IMA J. Numer. Anal. 22:329)."""
    y, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(1000):
        r = y - correction
        values, vectors = np.linalg.eigh(r)
        x = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = x - r
        previous, y = y, x.copy()
        np.fill_diagonal(y, 1.0)
        if np.max(np.abs(y - previous)) < 1e-12:
            break
    return y


def factor(matrix, repair, what):
    """A square root A of a correlation matrix, A A' = R, after the opt-in repair."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] < -1e-9:
        if repair != "nearest":
            raise StudyError(f"{what}: not positive semi-definite (smallest eigenvalue {values[0]:.3g})")
        values, vectors = np.linalg.eigh(nearest_correlation(matrix))
    return vectors * np.sqrt(np.maximum(values, 0.0))


class Inputs:
    """All inputs of one chunk of n trajectories (or of the central path): `inputs[quantity]` has shape (n,)."""

    def __init__(self, study, rng, n, central=False):
        self.study, self.n = study, n
        quantities = sorted((q for q in walk_quantities(study) if not q.constant), key=lambda q: q.path)
        self.z = {q.path: np.zeros(n) if central else rng.standard_normal(n) for q in quantities}
        if not central:
            self.couple(study)
        self.values = {q.path: value_at(q, self.z[q.path]) for q in quantities}
        dimensions, actors = len(study.index.dimensions), len(study.actors)
        shape = (dimensions, actors, n)
        self.base_z = np.zeros(shape) if central else rng.standard_normal(shape)
        self.weights = self.draw_weights(study, rng, central)

    def couple(self, study):
        """Replaces the z of the named inputs by correlated ones: rank correlation r becomes 2 sin(pi r / 6)."""
        names = sorted({name for first, second, _ in study.rank_pairs for name in (first, second)})
        if not names:
            return
        matrix = np.eye(len(names))
        for first, second, rank in study.rank_pairs:
            for name in (first, second):
                if name not in self.z:
                    raise StudyError(f"dependence.pair: {name} is not an uncertain input")
            i, j = names.index(first), names.index(second)
            matrix[i, j] = matrix[j, i] = 2.0 * np.sin(np.pi * rank / 6.0)
        mixed = factor(matrix, study.rank_repair, "dependence") @ np.stack([self.z[name] for name in names])
        for row, name in enumerate(names):
            self.z[name] = mixed[row]

    def draw_weights(self, study, rng, central):
        """Weights of the dimensions, shape (dimensions, n): Dirichlet(c w), or the normalised medians of its gammas."""
        means = np.array([dimension.weight for dimension in study.index.dimensions])
        concentration = study.index.weight_concentration
        if concentration is None:
            return np.repeat((means / means.sum())[:, None], self.n, axis=1)
        shapes = concentration * means[:, None]
        if central:
            gammas = np.repeat(special.gammaincinv(shapes, 0.5), self.n, axis=1)
        else:
            gammas = rng.standard_gamma(np.repeat(shapes, self.n, axis=1))
        return gammas / gammas.sum(axis=0)

    def __getitem__(self, quantity):
        """Shape (n,); a constant comes as a float, an absent quantity as None."""
        if quantity is None:
            return None
        return quantity.parameters["value"] if quantity.constant else self.values[quantity.path]
