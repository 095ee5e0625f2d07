#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes kernels/math/coefficients.hpp: every polynomial and constant of the trajectories' elementary functions.

    python3 scripts/coefficients/generate.py            write the header
    python3 scripts/coefficients/generate.py --check    exit 1 if the header on disk differs from what would be written

Needs mpmath; takes some seconds. What each polynomial approximates is told in its own comment in the header.
"""
import argparse
import functools
import pathlib
import sys
import textwrap

import mpmath as mp

from minimax import Problem, round_to_float

HEADER = pathlib.Path(__file__).resolve().parents[2] / "kernels" / "math" / "coefficients.hpp"

PREAMBLE = """// SPDX-License-Identifier: Apache-2.0
//! Polynomials and constants of the elementary functions. Do not edit:
//! scripts/coefficients/generate.py writes this file.
//!
//! Polynomials are evaluated by Horner's rule with one madd per coefficient, a long one as its even and its
//! odd half; that order is part of the bits. The error behind each is that of the float32 coefficients in
//! exact arithmetic, without the rounding of the evaluation.
#pragma once

#include "kernels/base/value.hpp"

namespace gapmc::coefficients {
"""


def literal(value):
    """Exact C++ literal of a float32 number."""
    mantissa, exponent = float(value).hex().split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}p{int(exponent)}f"


def docstring(text):
    """A doxygen comment of at most 110 columns."""
    return "\n".join("//! " + line for line in textwrap.wrap(text, 106))


def constant(name, value, comment):
    return f"\n{docstring(comment)}\ninline constexpr float {name} = {literal(round_to_float(value))};\n"


def horner(sum_name, variable, coefficients):
    """Statements that evaluate a polynomial (lowest power first) in a variable."""
    *lower, leading = coefficients
    return [f"    V {sum_name}({literal(leading)});"] + [
        f"    {sum_name} = madd({sum_name}, {variable}, V({literal(c)}));" for c in reversed(lower)]


def polynomial(name, variable, degree, problem, comment, unit, halves=False):
    """The definition of a polynomial of the given degree as a function template over the value type.

    halves: even and odd powers apart. One multiplication more, but half the chain of dependent operations.
    """
    coefficients, reached, ideal = problem.minimax_float32(degree)
    lines = ["\n" + docstring(comment),
             f"//! Degree {degree}, {unit} error {mp.nstr(reached, 3)} (unrounded minimax: {mp.nstr(ideal, 3)}).",
             "template<class V>", f"GAPMC_HD V {name}(V {variable}) {{"]
    if halves:
        lines.append(f"    V const square = {variable} * {variable};")
        lines += horner("even", "square", coefficients[0::2]) + horner("odd", "square", coefficients[1::2])
        lines += [f"    return madd(odd, {variable}, even);", "}", ""]
    else:
        lines += horner("sum", variable, coefficients) + ["    return sum;", "}", ""]
    return "\n".join(lines)


@functools.lru_cache(maxsize=None)
def quantile_ratio(w):
    """z/x with x = sqrt(1 - 2^-w) = 2*Phi(z) - 1."""
    x = mp.sqrt(1 - mp.mpf(2) ** -w)
    return mp.sqrt(2) * mp.erfinv(x) / x


def normal_quantile():
    origin = round_to_float(mp.sqrt(mp.pi / 2))
    return constant("normal_at_zero", origin, "z/x at x = 0: sqrt(pi/2).") + polynomial(
        "normal_quantile", "t", 15,
        Problem(lambda t: (quantile_ratio(16 * (t + 1)) - origin) / (t + 1), -1, 1,
                lambda t: (t + 1) / quantile_ratio(16 * (t + 1))),
        "(z/x - normal_at_zero)/(t + 1), t = -log2(1 - x^2)/16 - 1 in [-1, 1], z the normal quantile of (1 + x)/2.",
        "relative (of z)", halves=True)


def normal_log():
    return polynomial(
        "normal_log", "r", 7, Problem(lambda r: -mp.log((3 + r) / 2, 2) / 16, -1, 1, lambda r: mp.mpf(1)),
        "-log2((3 + r)/2)/16 for r in [-1, 1].", "absolute")


def natural_log():
    low, high = mp.sqrt(mp.mpf(1) / 2) - 1, mp.sqrt(2) - 1
    return polynomial(
        "log_remainder", "f", 7,
        Problem(lambda f: (mp.log1p(f) - f + f * f / 2) / f ** 3, low, high, lambda f: abs(f ** 3 / mp.log1p(f))),
        "(ln(1 + f) - f + f^2/2)/f^3 for 1 + f in [sqrt(1/2), sqrt(2)].", "relative (of the logarithm)")


def log_one_plus():
    return polynomial(
        "log_one_plus", "y", 9, Problem(lambda y: mp.log1p(y) / y, 0, 1, lambda y: y / mp.log1p(y)),
        "ln(1 + y)/y for y in [0, 1].", "relative")


def exponential():
    bound = mp.log(2) / 2 * (1 + mp.mpf(2) ** -16)
    return polynomial(
        "exponential_remainder", "r", 4,
        Problem(lambda r: (mp.expm1(r) - r) / r ** 2, -bound, bound, lambda r: r * r / mp.exp(r)),
        "(e^r - 1 - r)/r^2 for |r| <= ln(2)/2.", "relative (of the exponential)")


def binary_exponential():
    half = mp.mpf(1) / 2
    return polynomial(
        "binary_exponential_slope", "f", 5,
        Problem(lambda f: (mp.mpf(2) ** f - 1) / f, -half, half, lambda f: abs(f) / mp.mpf(2) ** f),
        "(2^f - 1)/f for |f| <= 1/2.", "relative (of the power)")


def text():
    ln2, high, log2e = mp.log(2), round_to_float(mp.log(2)), 1 / mp.log(2)
    parts = [
        PREAMBLE,
        constant("ln2_high", high, "ln 2, rounded to float32."),
        constant("ln2_low", ln2 - high, "ln 2 - ln2_high."),
        constant("log2_e", log2e, "1/ln 2."),
        natural_log(), log_one_plus(), exponential(), binary_exponential(), normal_log(), normal_quantile(),
        "\n}  // namespace gapmc::coefficients\n"]
    return "".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the header on disk, write nothing")
    arguments = parser.parse_args()
    wanted = text()
    if arguments.check:
        if HEADER.read_text(encoding="utf-8") != wanted:
            print(f"{HEADER.name} is not what {pathlib.Path(__file__).name} writes", file=sys.stderr)
            return 1
        return 0
    HEADER.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
