# SPDX-License-Identifier: Apache-2.0
"""Events: hazards, onset by inversion over the exposed time, durations, adaptation, ends, effects on a step (model.md, 3)."""

from types import SimpleNamespace

import numpy as np

from .study import steps_of
from .tables import StudyError

LN2 = np.log(2.0)


def strength_integral(age, length, half_life):
    """Integral of 2^(-(age + y)/h) over y from 0 to length; without a half-life the length itself."""
    if half_life is None:
        return length
    return np.exp2(-age / half_life) * half_life / LN2 * -np.expm1(-LN2 * length / half_life)


def spend(waits, intervals):
    """The time at which `waits` years of the intervals [begin, end), in order, have passed; infinite where they are shorter."""
    at, left = np.full(np.shape(waits), np.inf), np.array(waits, dtype=float)
    for begin, end in intervals:
        length = np.maximum(0.0, end - begin)
        here = np.isinf(at) & (left < length)
        at = np.where(here, begin + left, at)
        left = np.where(here, left, left - length)
    return at


class Effects:
    """Event effects on one step, by process number."""

    def __init__(self):
        self.growth, self.ceilings, self.levels, self.variances, self.recoveries = [], [], [], [], []


class Events:
    """States of all events for one chunk: active, age, remaining time and time to exposure, each (trajectories,)."""

    def __init__(self, study, layout, inputs, rng, central):
        self.study, self.layout, self.rng, self.central, self.n = study, layout, rng, central, inputs.n
        self.names = [event.id for event in study.events]
        self.state, self.given = {}, {}
        for event in study.events:
            self.given[event.id] = self.resolve(event, inputs)
            self.state[event.id] = self.initial(event)

    def resolve(self, event, inputs):
        """The event's quantities as drawn for this chunk."""
        refractory = inputs[event.refractory] if event.repeat else np.inf
        feedback = None
        if event.feedback is not None:
            feedback = SimpleNamespace(strength=inputs[event.feedback.strength], contrast=event.feedback.contrast,
                                       lag=steps_of(event.feedback.lag, self.study, f"events.{event.id}.feedback.lag"))
        for name in [*event.multipliers, *event.ends]:
            if name not in [other.id for other in self.study.events]:
                raise StudyError(f"events.{event.id}: no event {name!r}")

        def effect(table):
            return {pair: inputs[quantity] for pair, quantity in table.items()}

        with np.errstate(divide="ignore"):
            log_rate = np.log(inputs[event.rate])
        return SimpleNamespace(
            log_rate=log_rate, refractory=refractory, duration=inputs[event.duration], kind=event.duration_kind,
            half_life=inputs[event.adaptation_half_life], feedback=feedback, restart=event.restart,
            multipliers={name: np.log(inputs[quantity]) for name, quantity in event.multipliers.items()},
            start=event.start, until=event.until, max_rate=event.max_rate, ends=event.ends,
            growth=effect(event.growth), level=effect(event.level), recovery=effect(event.recovery),
            volatility=effect(event.volatility), ceiling=effect(event.ceiling))

    def draw_duration(self, given):
        if given.kind == "forever":
            return np.full(self.n, np.inf)
        if given.kind == "fixed":
            return np.broadcast_to(given.duration, (self.n,)).astype(float)
        return given.duration * self.rng.standard_exponential(self.n)

    def initial(self, event):
        """Idle and exposed; in force since `initial_age` years; or over, and resting since its end."""
        n, given = self.n, self.given[event.id]
        state = SimpleNamespace(active=np.zeros(n, bool), age=np.zeros(n), remaining=np.zeros(n), wait=np.zeros(n))
        if event.initial_age is None:
            return state
        if event.over:
            ended = float(event.initial_age) - event.duration.parameters["value"]
            state.wait = np.broadcast_to(np.maximum(0.0, given.refractory - ended), (n,)).astype(float)
            return state
        state.active[:] = True
        state.age[:] = float(event.initial_age)
        if given.kind == "fixed":
            state.remaining = np.maximum(0.0, self.draw_duration(given) - state.age)
        elif given.kind == "exponential" and self.central:
            state.remaining = np.broadcast_to(given.duration * LN2, (n,)).astype(float)
        else:
            state.remaining = self.draw_duration(given)
        return state

    def hazards(self, n, excursion):
        """Rates at the start of step n, 1/yr; excursion(contrast, step) is G(t) - G(0) there."""
        strength = {}
        for name in self.names:
            state, half_life = self.state[name], self.given[name].half_life
            fading = 1.0 if half_life is None else np.exp2(-state.age / half_life)
            strength[name] = np.where(state.active, fading, 0.0)
        rates = {}
        for name in self.names:
            given = self.given[name]
            log_rate = given.log_rate + np.zeros(self.n)
            for other, log_multiplier in given.multipliers.items():
                log_rate = log_rate + strength[other] * log_multiplier
            if given.feedback is not None:
                log_rate = log_rate + given.feedback.strength * excursion(given.feedback.contrast, n - given.feedback.lag)
            rates[name] = np.minimum(np.exp(np.minimum(log_rate, 700.0)), given.max_rate)
        return rates

    def advance(self, n, excursion):
        """Moves every event over step n. Returns (effects by process, {event: onset flags, active time})."""
        rates = self.hazards(n, excursion)
        moves = {name: self.advance_one(name, n, rates[name]) for name in self.names}
        for name in self.names:
            for other in self.given[name].ends:
                state = self.state[other]
                stopped = moves[name].onset & state.active
                state.active = state.active & ~stopped
                state.wait = np.where(stopped, self.given[other].refractory, state.wait)
        return self.effects(moves), moves

    @np.errstate(invalid="ignore", over="ignore", divide="ignore")
    def advance_one(self, name, n, rate):
        given, state, step = self.given[name], self.state[name], self.study.step
        start = n * step
        was, age, remaining = state.active, state.age, state.remaining
        if self.central:
            onset, tau = np.zeros(self.n, bool), np.full(self.n, np.inf)
        else:
            opens, closes = max(0.0, given.start - start), min(step, given.until - start)
            rested = np.maximum(np.where(was, remaining + given.refractory, state.wait), opens)
            before = np.where(was & given.restart, np.minimum(remaining, closes), opens)
            tau = spend(self.rng.standard_exponential(self.n) / rate, [(opens, before), (rested, closes)])
            onset = np.isfinite(tau)
        stop = tau + (np.inf if self.central else self.draw_duration(given))
        first = np.where(was, np.minimum(np.minimum(remaining, step), np.where(onset, tau, np.inf)), 0.0)
        second = np.where(onset, np.minimum(step, stop) - tau, 0.0)
        integral = np.where(was, strength_integral(age, first, given.half_life), 0.0)
        integral = integral + np.where(onset, strength_integral(0.0, second, given.half_life), 0.0)
        rearmed = onset & was & (remaining > tau)
        end = np.where(onset, stop, np.where(was, remaining, np.inf))
        active = (onset | was) & (end > step)
        ended = (onset | was) & ~active
        state.wait = np.where(ended, np.maximum(0.0, end + given.refractory - step),
                              np.where(active, 0.0, np.maximum(0.0, state.wait - step)))
        state.age = np.where(active, np.where(onset, step - tau, age + step), 0.0)
        state.remaining = np.where(active, end - step, 0.0)
        state.active = active
        return SimpleNamespace(onset=onset, fresh=onset & ~rearmed, tau=tau, integral=integral, time=first + second)

    def effects(self, moves):
        """Collects what the step's events do to the processes; `to` of a ratio acts with the opposite sign."""
        out, step = Effects(), self.study.step
        for name in self.names:
            given, move = self.given[name], moves[name]
            share = move.integral / step

            def target(pair):
                return self.layout.process_of[pair], self.layout.sign_of[pair]

            for pair, size in given.growth.items():
                number, sign = target(pair)
                out.growth.append((number, sign * size * move.integral))
            for pair, size in given.ceiling.items():
                number, sign = target(pair)
                out.ceilings.append((number, sign, size, share))
            for pair, size in given.volatility.items():
                out.variances.append((target(pair)[0], 1.0 + (size ** 2 - 1.0) * share))
            for pair, size in given.level.items():
                number, sign = target(pair)
                jump = np.where(move.fresh, sign * size, 0.0)
                if pair in given.recovery:
                    rest = np.where(move.fresh, step - move.tau, 0.0)
                    out.recoveries.append(((name, pair), number, jump, given.recovery[pair], rest))
                else:
                    out.levels.append((number, jump))
        return out
