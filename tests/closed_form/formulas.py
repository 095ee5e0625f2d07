# SPDX-License-Identifier: Apache-2.0
"""Exact numbers: quadratures, roots and special functions that the closed forms share. Nothing here knows a study."""

import math

import numpy as np
from scipy import integrate, optimize, special, stats

Z95 = float(special.ndtri(0.95))
# The trapezoidal rule on an analytic function that decays like a normal density converges faster than any power of
# the spacing (Trefethen and Weideman 2014, SIAM Review 56:385); what is left beyond 9 is 2e-19.
_SPACING = 0.01
Z = np.arange(-9.0, 9.0 + _SPACING / 2, _SPACING)
WEIGHT = np.exp(-0.5 * Z**2) / math.sqrt(2.0 * math.pi) * _SPACING


def logistic(x):
    return special.expit(x)


def logit(p):
    return special.logit(p)


def link(kind, level):
    """A level in link space."""
    return {"log": np.log, "logit": special.logit, "identity": float}[kind](level)


def score(log_odds):
    """Points of log-odds."""
    return 100.0 * logistic(log_odds)


def over_normal(f, mean=0.0, sd=1.0):
    """E f(X) for X normal and f analytic."""
    return float(np.sum(WEIGHT * f(mean + sd * Z)))


def over_normals(f, means, sds, rho):
    """E f(X, Y) for a bivariate normal; by a coarser grid of the same rule."""
    z, w = Z[::5], WEIGHT[::5] * 5.0
    x = means[0] + sds[0] * z[:, None]
    y = means[1] + sds[1] * (rho * z[:, None] + math.sqrt(1.0 - rho**2) * z[None, :])
    return float(np.sum(w[:, None] * w[None, :] * f(x, y)))


def moments(f, mean=0.0, sd=1.0):
    """(mean, sd) of f(X) for X normal."""
    first = over_normal(f, mean, sd)
    return first, math.sqrt(over_normal(lambda x: (f(x) - first) ** 2, mean, sd))


def quad(f, low, high, points=None):
    """Integral, refused where the estimate of its error is above 1e-9."""
    value, error = integrate.quad(f, low, high, epsabs=1e-12, epsrel=1e-12, limit=400, points=points)
    if error > 1e-9:
        raise ArithmeticError(f"quadrature error {error:g}")
    return value


def root(f, low, high):
    return float(optimize.brentq(f, low, high, xtol=1e-13, rtol=1e-13))


def normal_quantile2(p05, p95):
    """(mean, sd) of the normal with these two quantiles."""
    return 0.5 * (p05 + p95), (p95 - p05) / (2.0 * Z95)


def metalog3(p05, p50, p95):
    """Quantile function of the three-term metalog (Keelin 2016, equations 3 and 4 with three terms)."""
    r = math.log(19.0)
    a2, a3 = (p95 - p05) / (2.0 * r), (p95 + p05 - 2.0 * p50) / (0.9 * r)

    def quantile(y):
        y = np.asarray(y, dtype=float)
        return p50 + (a2 + a3 * (y - 0.5)) * special.logit(y)

    return quantile


def quantile_moments(quantile):
    """(mean, sd) of q(U), U uniform, by substituting U = Phi(z): the integrand then decays at both ends. Phi(z) stays
    below 1, where q may be infinite."""
    return moments(lambda z: quantile(np.minimum(special.ndtr(z), 1.0 - 2.0**-53)))


def mixture_quantile(p, cdf, low, high):
    return root(lambda x: cdf(x) - p, low, high)


def bivariate_orthant(a, b, rho):
    """P(X <= a, Y <= b) for standard normals with correlation rho, by conditioning on X."""
    s = math.sqrt(1.0 - rho**2)
    return quad(lambda x: stats.norm.pdf(x) * special.ndtr((b - rho * x) / s), -12.0, a)


def positive_part(b, rate, y):
    """E max(0, y - X) for X gamma with shape b and a rate (X = 0 for b = 0)."""
    if y <= 0:
        return 0.0
    if b == 0:
        return y
    return y * special.gammainc(b, rate * y) - b / rate * special.gammainc(b + 1, rate * y)


def gamma_pdf(a, rate, u):
    if u == 0:
        return rate if a == 1 else 0.0
    return rate * math.exp((a - 1) * math.log(rate * u) - rate * u - math.lgamma(a))


def gamma_sum_cdf(a, rate_a, b, rate_b, t):
    """P(X + Y <= t), X and Y gamma with integer shapes and rates."""
    if t <= 0:
        return 0.0
    if b == 0:
        return float(special.gammainc(a, rate_a * t))
    return quad(lambda u: gamma_pdf(a, rate_a, u) * special.gammainc(b, rate_b * (t - u)), 0.0, t)


def gamma_sum_positive_part(a, rate_a, b, rate_b, t):
    """E max(0, t - X - Y): the integral of gamma_sum_cdf from 0 to t."""
    if t <= 0:
        return 0.0
    return quad(lambda u: gamma_pdf(a, rate_a, u) * positive_part(b, rate_b, t - u), 0.0, t)


def planned(growth, start, half_life, t):
    """M(t), the integral of m + (m0 - m) 2^(-s/h) from 0 to t; t may be negative."""
    return growth * t + (start - growth) * half_life / math.log(2.0) * (1.0 - 2.0 ** (-t / half_life))
