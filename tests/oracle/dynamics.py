# SPDX-License-Identifier: Apache-2.0
"""Drivers in link space: trend, reversion, couplings, ceilings, shocks with fat tails, capacity, shares, ratios (model.md, 2)."""

from types import SimpleNamespace

import numpy as np

from .inputs import factor, logit, to_link
from .study import steps_of
from .tables import StudyError

LN2 = np.log(2.0)


def planned_growth(growth, start, half_life, t):
    """M(t): integral of the planned growth m_inf + (m0 - m_inf) 2^(-s/h) over s from 0 to t; negative t reads backwards."""
    if start is None:
        return growth * t
    return growth * t + (start - growth) * half_life / LN2 * -np.expm1(-LN2 * t / half_life)


def deviation_step(sigma, kappa, step):
    """(decay, sd) of the deviation over a step: exact for an Ornstein-Uhlenbeck process, Brownian without kappa."""
    if kappa is None:
        return 1.0, sigma * np.sqrt(step)
    return np.exp(-kappa * step), sigma * np.sqrt(-np.expm1(-2.0 * kappa * step) / (2.0 * kappa))


def soft_minimum(x, bound, smoothness):
    """x - s ln(1 + e^((x - c)/s)): below the bound x itself, far above it the bound."""
    return x - smoothness * np.logaddexp(0.0, (x - bound) / smoothness)


class Layout:
    """Names only: which process moves which pair, with which sign, and in which order views are computed."""

    def __init__(self, study):
        self.pairs, self.processes = [], []
        self.process_of, self.sign_of, self.scale_of = {}, {}, {}
        self.specification, self.driver_of = [], []
        drivers = {driver.id: driver for driver in study.drivers}
        for name in sorted(drivers):
            driver = drivers[name]
            if driver.ratio is not None:
                number = self.add((name, driver.ratio.of), driver.ratio.process, driver)
                ends = ((driver.ratio.of, 1.0, driver.ratio.split), (driver.ratio.to, -1.0, driver.ratio.split - 1.0))
                for actor, sign, scale in ends:
                    self.link((name, actor), number, sign, scale)
            else:
                for actor in study.actors:
                    number = self.add((name, actor), driver.actors[actor], driver)
                    self.link((name, actor), number, 1.0, 1.0)
        self.pairs.sort()
        self.row = {pair: i for i, pair in enumerate(self.pairs)}
        self.groups = [[self.row[(d.id, a)] for a in study.actors] for d in study.drivers if d.share_group]
        self.capacities = self.order_capacities()

    def add(self, pair, process, driver):
        self.processes.append(pair)
        self.specification.append(process)
        self.driver_of.append(driver)
        return len(self.processes) - 1

    def link(self, pair, number, sign, scale):
        self.pairs.append(pair)
        self.process_of[pair], self.sign_of[pair], self.scale_of[pair] = number, sign, scale

    def order_capacities(self):
        """Limited pairs such that each comes after the pair that limits it."""
        waiting = {pair: self.specification[number].capacity for pair, number in self.process_of.items()
                   if self.specification[number].capacity is not None}
        order = []
        while waiting:
            ready = sorted(pair for pair, capacity in waiting.items() if capacity.by not in waiting)
            if not ready:
                raise StudyError("capacities form a cycle")
            order += [(pair, waiting.pop(pair)) for pair in ready]
        return order


class Dynamics:
    """States of all processes for one chunk; arrays are (processes or pairs, trajectories)."""

    def __init__(self, study, layout, inputs, rng, central):
        self.study, self.layout, self.rng, self.central, self.n = study, layout, rng, central, inputs.n
        n, step = inputs.n, study.step

        def rows(values):
            return np.stack([np.broadcast_to(value, (n,)) for value in values]).astype(float)

        self.parameters = [SimpleNamespace(growth=inputs[s.growth], start=inputs[s.growth_start], half_life=inputs[s.growth_half_life])
                           for s in layout.specification]
        steps = [deviation_step(inputs[s.volatility], inputs[s.reversion], step) for s in layout.specification]
        self.decay, self.sd = rows([decay for decay, _ in steps]), rows([sd for _, sd in steps])
        self.x = self.start_values(inputs, rows)
        self.observed = self.observations(inputs)
        self.capacity = {}
        for pair, capacity in layout.capacities:
            self.start_capacity(pair, capacity, inputs)
        self.theta = self.x.copy()
        for number, process in enumerate(layout.specification):
            if process.reversion_level is not None:
                self.theta[number] = to_link(layout.driver_of[number].link, inputs[process.reversion_level])
        self.deviation = self.x - self.theta
        self.recovering = {}
        self.couplings = [(layout.process_of[c.to], layout.sign_of[c.to], c.source, inputs[c.strength],
                           steps_of(c.lag, study, "couplings"), steps_of(c.lag, study, "couplings") * study.step) for c in study.couplings]
        self.process_start = self.x.copy()
        self.shock_factor = self.correlation()
        self.tails = self.tail_groups()
        self.tail_year, self.tail_factor = None, None

    def start_values(self, inputs, rows):
        """Process states at base; for shares the log-ratio to what all actors together leave over."""
        layout, values = self.layout, []
        levels = {pair: inputs[process.level] for pair, process in zip(layout.processes, layout.specification)}
        for pair, driver in zip(layout.processes, layout.driver_of):
            if driver.share_group:
                rest = 1.0 - sum(levels[(pair[0], actor)] for actor in self.study.actors)
                values.append(np.log(levels[pair] / rest))
            else:
                values.append(to_link(driver.link, levels[pair]))
        return rows(values)

    def observations(self, inputs):
        """Views at base, before capacities are looked at: what was observed."""
        view = np.empty((len(self.layout.pairs), self.n))
        for pair, row in self.layout.row.items():
            view[row] = self.layout.scale_of[pair] * self.x[self.layout.process_of[pair]]
        self.share_views(view)
        return view

    def share_views(self, view):
        """Log-ratios to the rest become logits of shares: ln(s / (1 - s)) = x - ln(1 + sum of the others' e^x)."""
        for group in self.layout.groups:
            states = view[group]
            for position, row in enumerate(group):
                others = np.delete(states, position, axis=0)
                view[row] = states[position] - np.log1p(np.exp(others).sum(axis=0))

    def start_capacity(self, pair, capacity, inputs):
        row, limit, number = self.layout.row[pair], self.layout.row[capacity.by], self.layout.process_of[pair]
        utilisation, s = np.asarray(inputs[capacity.utilisation], dtype=float), capacity.smoothness
        bound = self.observed[row] - np.log(utilisation)
        self.capacity[pair] = SimpleNamespace(row=row, limit=limit, smoothness=s, growth=inputs[capacity.efficiency_growth],
                                              constant=bound - self.observed[limit])
        latent = bound + s * logit(utilisation ** (1.0 / s))
        self.x[number] = latent / self.layout.scale_of[pair]

    def view(self, t):
        """What index, couplings and outputs read at time t, shape (pairs, n)."""
        view = np.empty((len(self.layout.pairs), self.n))
        for pair, row in self.layout.row.items():
            view[row] = self.layout.scale_of[pair] * self.x[self.layout.process_of[pair]]
        self.share_views(view)
        for pair, _ in self.layout.capacities:
            c = self.capacity[pair]
            view[c.row] = soft_minimum(view[c.row], c.constant + c.growth * t + view[c.limit], c.smoothness)
        return view

    def plan(self, pair, t):
        """M of a pair at time t (negative t: the plan read backwards)."""
        p = self.parameters[self.layout.process_of[pair]]
        return self.layout.scale_of[pair] * planned_growth(p.growth, p.start, p.half_life, t)

    def departure(self, pair, views, states, n):
        """dev of a pair at step n: how far it is from its plan; 0 up to the base."""
        if n <= 0:
            return 0.0
        number, row = self.layout.process_of[pair], self.layout.row[pair]
        if self.layout.driver_of[number].share_group:
            moved = states[n][number] - self.process_start[number]
        else:
            moved = views[n][row] - views[0][row]
        return moved - self.plan(pair, n * self.study.step)

    def correlation(self):
        count = len(self.layout.processes)
        matrix = np.eye(count)
        place = {pair: number for number, pair in enumerate(self.layout.processes)}
        for first, second, rho in self.study.shocks.pairs:
            i, j = place[first], place[second]
            matrix[i, j] = matrix[j, i] = rho
        return factor(matrix, self.study.shocks.repair, "shocks")

    def tail_groups(self):
        """[(nu, process numbers)]: named groups, then all the others under the default nu if there is one."""
        place = {pair: number for number, pair in enumerate(self.layout.processes)}
        groups = [(group.nu, [place[member] for member in group.members]) for group in self.study.shocks.groups]
        named = {number for _, members in groups for number in members}
        if self.study.shocks.nu is not None:
            groups.append((float(self.study.shocks.nu), [i for i in range(len(place)) if i not in named]))
        return groups

    def tail_scale(self, year):
        """sqrt(W) by process: one draw of (nu - 2) / chi2_nu per calendar year and tail group."""
        if year != self.tail_year:
            scale = np.ones((len(self.layout.processes), self.n))
            for nu, members in self.tails:
                scale[members] = np.sqrt((nu - 2.0) / self.rng.chisquare(nu, self.n))
            self.tail_year, self.tail_factor = year, scale
        return self.tail_factor

    def drift(self, number, n):
        p, step = self.parameters[number], self.study.step
        return (planned_growth(p.growth, p.start, p.half_life, (n + 1) * step)
                - planned_growth(p.growth, p.start, p.half_life, n * step))

    def advance(self, n, views, states, effects):
        """Moves every process over step n; `effects` are the step's event effects by process (events.Effects)."""
        step = self.study.step
        drift = np.stack([np.broadcast_to(self.drift(i, n), (self.n,)) for i in range(len(self.x))]).copy()
        for number, sign, source, strength, lag_steps, lag in self.couplings:
            now = self.departure(source, views, states, n)
            before = self.departure(source, views, states, n - lag_steps)
            drift[number] += sign * step * strength * (now - before) / lag
        for number, amount in effects.growth:
            drift[number] += amount
        loss, gain = np.zeros_like(drift), np.zeros_like(drift)
        for number, sign, ceiling, share in effects.ceilings:
            excess = step * share * np.maximum(0.0, sign * drift[number] / step - ceiling)
            taken = loss if sign > 0 else gain
            taken[number] = np.maximum(taken[number], excess)
        self.theta += drift - loss + gain
        for number, jump in effects.levels:
            self.theta[number] += jump
        self.deviation *= self.decay
        if not self.central:
            shock = self.shock_factor @ self.rng.standard_normal(self.x.shape)
            spread = self.sd * self.tail_scale(self.study.base + 1 + n // self.study.steps_per_year)
            for number, factor_ in effects.variances:
                spread[number] *= np.sqrt(factor_)
            self.deviation += spread * shock
        self.x = self.theta + self.deviation
        for key, number, jump, recovery, rest in effects.recoveries:
            old = self.recovering.get(key, 0.0)
            self.recovering[key] = old * np.exp2(-step / recovery) + jump * np.exp2(-rest / recovery)
            self.x[number] += self.recovering[key]
