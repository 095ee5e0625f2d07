# SPDX-License-Identifier: Apache-2.0
"""The oracle's command: simulates a study in double precision and writes its statistics as JSON.

    python3 -m tests.oracle.oracle STUDY.toml -n 200000 --seed 7 [key=value ...] --json OUT
"""

import argparse
import json
import sys
from collections import defaultdict

import numpy as np

from . import statistics
from .outcomes import start_values
from .study import load_study
from .tables import StudyError
from .trajectories import simulate

DECOMPOSED = 1 << 16  # trajectories that are decomposed, the rest only simulated


def collect(study, n, seed, chunk):
    """All trajectories, chunk by chunk: ({key: (n,)} of values, events and parts)."""
    rng = np.random.default_rng(seed)
    values, events, parts = defaultdict(list), defaultdict(list), defaultdict(list)
    done = 0
    while done < n:
        size = min(chunk, n - done)
        result = simulate(study, rng, size, decomposed=done < DECOMPOSED)
        for key, array in result.values.items():
            values[key].append(np.broadcast_to(array, (size,)))
        for key, arrays in result.events.items():
            events[key].append(np.stack([np.broadcast_to(a, (size,)).astype(np.float64) for a in arrays]))
        for key, array in result.parts.items():
            parts[key].append(np.broadcast_to(array, (size,)))
        done += size
    return ({key: np.concatenate(a) for key, a in values.items()}, {key: np.concatenate(a, axis=1) for key, a in events.items()},
            {key: np.concatenate(a) for key, a in parts.items()})


def summarise(study, values, events, parts, central):
    starts = start_values(study)
    thresholds = {contrast.id: contrast.thresholds for contrast in study.contrasts}
    kinds = {contrast.id: contrast.kind for contrast in study.contrasts}
    names = dict.fromkeys((target, name) for target, name, _ in values)
    quantities, passages = [], []
    for target, name in names:
        contrast = target.startswith("contrast")
        years = []
        for year in study.report_years:
            entry = statistics.summary(values[target, name, year], study.quantiles, thresholds[name] if contrast else (),
                                       starts[target, name] if contrast else None, contrast and kinds[name] == "ratio")
            years.append({"year": year, **entry, "central": float(np.ravel(central.values[target, name, year])[0])})
        described = {"target": target, "id": name, **({"kind": kinds[name]} if contrast else {})}
        quantities.append({**described, "years": years})
        if contrast:
            path = np.stack([values[target, name, year] for year in study.years])
            for threshold in thresholds[name]:
                passages.append({"target": target, "contrast": name, "threshold": threshold,
                                 **statistics.passage(path, starts[target, name], study.years, threshold)})
    event_list = [{"id": event.id, "years": [{"year": year, **statistics.event_year(*events[event.id, year])}
                                             for year in study.years]} for event in study.events]
    decomposition = []
    for contrast in study.contrasts:
        if contrast.kind != "linear":
            continue
        years = []
        for year in study.report_years:
            entry = {part: statistics.mean(array) for (name, y, part), array in parts.items() if (name, y) == (contrast.id, year)}
            years.append({"year": year, "total": entry.pop("total"), "parts": entry})
        decomposition.append({"contrast": contrast.id, "years": years})
    return {"quantities": quantities, "passages": passages, "events": event_list, "decomposition": decomposition}


def run(study, n, seed, chunk=10_000):
    """The oracle's answer for a study from study.load_study, as a plain structure."""
    central = simulate(study, np.random.default_rng(0), 1, central=True)
    return {"study": study.name, "trajectories": n, "seed": seed, **summarise(study, *collect(study, n, seed, chunk), central)}


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__.splitlines()[0])
    parser.add_argument("study")
    parser.add_argument("overrides", nargs="*", metavar="key=value")
    parser.add_argument("-n", "--trajectories", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--chunk", type=int, default=10_000)
    parser.add_argument("--json", metavar="OUT", help="default: standard output")
    options = parser.parse_intermixed_args(arguments)
    try:
        study = load_study(options.study, options.overrides)
        text = json.dumps(run(study, options.trajectories, options.seed, options.chunk), indent=1)
    except (StudyError, OSError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return 78 if isinstance(error, StudyError) else 66
    if options.json:
        with open(options.json, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
