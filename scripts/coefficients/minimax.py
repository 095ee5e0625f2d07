# SPDX-License-Identifier: Apache-2.0
"""Weighted minimax polynomials whose coefficients are float32 numbers.

The real polynomial comes from the exchange algorithm (Remez 1934) on a dense Chebyshev grid, in 50 decimal digits. Its
coefficients are then rounded to float32 one by one, lowest power first; after each rounding the higher powers move by
what repairs its effect best in the weighted least-squares sense. Only mpmath's integer-based arithmetic is used, so
every machine gets the same coefficients.
"""
import mpmath as mp

DIGITS = 50
mp.mp.dps = DIGITS


def round_to_bits(value, bits):
    """The nearest number with a significand of `bits` bits; ties to even. Exponent range is not checked."""
    value = mp.mpf(value)
    if value == 0:
        return value
    mantissa, exponent = mp.frexp(value)
    return mp.ldexp(mp.nint(mp.ldexp(mantissa, bits)), exponent - bits)


def round_to_float(value):
    """The nearest float32 of a number in the normal range."""
    return round_to_bits(value, 24)


class Problem:
    """Approximate target(x) on [low, high] by a polynomial; the error is multiplied by weight(x) > 0."""

    def __init__(self, target, low, high, weight, points=400):
        half, centre = (mp.mpf(high) - low) / 2, (mp.mpf(high) + low) / 2
        angles = [mp.pi * (2 * i + 1) / (2 * points) for i in range(points)]
        self.x = [centre - half * mp.cos(angle) for angle in angles]
        self.target = [target(x) for x in self.x]
        self.weight = [weight(x) for x in self.x]

    def error(self, coefficients):
        """Weighted error of a polynomial (lowest power first) at each point of the grid."""
        return [w * (mp.polyval(coefficients[::-1], x) - y)
                for x, y, w in zip(self.x, self.target, self.weight)]

    def largest_error(self, coefficients):
        return max(abs(e) for e in self.error(coefficients))

    def minimax(self, degree):
        """Real coefficients, lowest power first, of the least largest error."""
        last, count = len(self.x) - 1, degree + 2
        picked = [int(mp.nint(mp.mpf(last) * k / (count - 1))) for k in range(count)]
        for _ in range(40):
            matrix = mp.matrix(count, count)
            right = mp.matrix(count, 1)
            for row, i in enumerate(picked):
                for k in range(degree + 1):
                    matrix[row, k] = self.x[i] ** k
                matrix[row, degree + 1] = (-1) ** row / self.weight[i]
                right[row] = self.target[i]
            solution = mp.lu_solve(matrix, right)
            coefficients = [solution[k] for k in range(degree + 1)]
            error = self.error(coefficients)
            if max(abs(e) for e in error) <= abs(solution[degree + 1]) * (1 + mp.mpf(10) ** -6):
                return coefficients
            picked = exchange(error, count)
        raise ArithmeticError("the exchange did not converge")

    def minimax_float32(self, degree):
        """(float32 coefficients, their largest error, that of the real minimax polynomial)."""
        real = self.minimax(degree)
        moments = [mp.fsum(w * w * x ** k for x, w in zip(self.x, self.weight)) for k in range(2 * degree + 1)]
        coefficients = list(real)
        for k in range(degree + 1):
            rounding = round_to_float(coefficients[k]) - coefficients[k]
            coefficients[k] += rounding
            higher = range(k + 1, degree + 1)
            if higher:
                gram = mp.matrix([[moments[i + j] for j in higher] for i in higher])
                repair = mp.lu_solve(gram, mp.matrix([-rounding * moments[i + k] for i in higher]))
                for i, step in zip(higher, repair):
                    coefficients[i] += step
        return coefficients, self.largest_error(coefficients), self.largest_error(real)


def exchange(error, count):
    """Indices of `count` alternating extrema of the error, the largest kept."""
    extrema = []
    for i, e in enumerate(error):
        if extrema and (e > 0) == (error[extrema[-1]] > 0):
            if abs(e) > abs(error[extrema[-1]]):
                extrema[-1] = i
        else:
            extrema.append(i)
    if len(extrema) < count:
        raise ArithmeticError("the error alternates too seldom")
    while len(extrema) > count:
        if len(extrema) == count + 1:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        else:  # drop the neighbouring pair whose larger member is smallest
            pair = min(range(len(extrema) - 1),
                       key=lambda k: max(abs(error[extrema[k]]), abs(error[extrema[k + 1]])))
            del extrema[pair:pair + 2]
    return extrema
