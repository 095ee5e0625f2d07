# SPDX-License-Identifier: Apache-2.0
"""One chunk of trajectories from base to end: hazards, events, drift, shocks, views, index, in this order every step."""

from types import SimpleNamespace

import numpy as np

from .decomposition import decompose, logit_parts
from .dynamics import Dynamics, Layout
from .events import Effects, Events
from .index import Index
from .inputs import Inputs, from_link, logistic
from .outcomes import Revisions, contrast_value, outcomes


class Excursion:
    """G(t) - G(0) of named contrasts on the constant-method index, for the hazards; cached by step."""

    def __init__(self, study, index, views):
        self.study, self.index, self.views, self.cache = study, index, views, {}
        self.contrasts = {contrast.id: contrast for contrast in study.contrasts}
        self.start = np.array([study.scores[actor] for actor in study.actors])

    def __call__(self, name, n):
        if n <= 0:
            return 0.0
        if (name, n) not in self.cache:
            scores = 100.0 * logistic(self.index.logits(self.views, n))
            contrast = self.contrasts[name]
            change = contrast_value(contrast, self.study.actors, scores) - contrast_value(contrast, self.study.actors, self.start)
            self.cache[name, n] = change
        return self.cache[name, n]


def simulate(study, rng, n, central=False, decomposed=False):
    """Runs n trajectories (n = 1 with `central`: inputs at medians, no chance).

    Returns values {(target, id, year): (n,)} for every index year, events {(event, year): (onsets, active time,
    happened)} and parts {(contrast, year, part): (n,)} for the reported years where `decomposed`.
    """
    layout = Layout(study)
    drivers = {driver.id: driver for driver in study.drivers}
    inputs = Inputs(study, rng, n, central)
    dynamics = Dynamics(study, layout, inputs, rng, central)
    index = Index(study, layout, dynamics, inputs)
    events = Events(study, layout, inputs, rng, central)
    revisions = Revisions(study, inputs, rng, central)
    views, states = [dynamics.view(0.0)], [dynamics.x.copy()]
    excursion = Excursion(study, index, views)
    start_logits = index.logits(views, 0)
    result = SimpleNamespace(values={}, events={}, parts={})
    happened = {event.id: np.zeros(n, bool) for event in study.events}
    onsets, active = {}, {}
    for step in range(len(study.years) * study.steps_per_year):
        year = study.base + 1 + step // study.steps_per_year
        if step % study.steps_per_year == 0:
            onsets = {event.id: np.zeros(n) for event in study.events}
            active = {event.id: np.zeros(n) for event in study.events}
        effects, moves = events.advance(step, excursion) if study.events else (Effects(), {})
        dynamics.advance(step, views, states, effects)
        views.append(dynamics.view((step + 1) * study.step))
        states.append(dynamics.x.copy())
        for name, move in moves.items():
            onsets[name] += move.onset
            active[name] += move.time
            happened[name] |= move.onset
        if (step + 1) % study.steps_per_year:
            continue
        revisions.advance_year()
        logits = index.logits(views, step + 1)
        for (target, name), values in outcomes(study, inputs, rng, central, logits, revisions).items():
            result.values[target, name, year] = values
        for pair, row in layout.row.items():
            result.values["driver", ".".join(pair), year] = views[-1][row]
            if drivers[pair[0]].ratio is None and drivers[pair[0]].link != "identity":
                result.values["driver_level", ".".join(pair), year] = from_link(drivers[pair[0]].link, views[-1][row])
        for name in happened:
            result.events[name, year] = (onsets[name], active[name], happened[name].copy())
        if decomposed and year in study.report_years:
            path_parts = logit_parts(index, views, step + 1)
            for contrast in study.contrasts:
                if contrast.kind == "linear":
                    parts = decompose(index, contrast, path_parts, logits, start_logits, logits + revisions.total)
                    for part, values in parts.items():
                        result.parts[contrast.id, year, part] = values
    return result
