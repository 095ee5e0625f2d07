# SPDX-License-Identifier: Apache-2.0
"""The reference workload in JAX: float32, one jitted function over a chunk, on a device if JAX sees one, else on all processors.

    jax_peer.py TRAJECTORIES [threefry|rbg]

threefry is JAX's default generator; rbg, the compiler's own, is slower on a processor and may be faster on a device.
"""

import os
import sys

import jax
import jax.numpy as jnp
import numpy as np
from reference_study import BINS, YEARS, Reference, report

R = Reference()
PLATFORM = jax.devices()[0].platform
CHUNK = 1 << 16 if PLATFORM == "cpu" else 1 << 22
GENERATOR = sys.argv[2] if len(sys.argv) > 2 else "threefry"


def normal_through(parameters, key, rows):
    mean, sd = (jnp.asarray(p, dtype=jnp.float32)[:, None] for p in parameters)
    return mean + sd * jax.random.normal(key, (rows, CHUNK))


@jax.jit
def step(key):
    keys = jax.random.split(key, 5)
    growth = normal_through(R.growth, keys[0], 6)
    volatility = jnp.exp(normal_through(R.log_volatility, keys[1], 6))
    sizes = normal_through(([e[2] for e in R.events], [e[3] for e in R.events]), keys[2], 2)
    gammas = jax.random.gamma(keys[3], jnp.asarray(R.concentration * R.weights, dtype=jnp.float32)[:, None], (3, CHUNK))
    weights = 100.0 * gammas / gammas.sum(axis=0)

    def year(carry, key):
        x, left = carry
        for_events, for_shocks = jax.random.split(key)
        exponential = jax.random.exponential(for_events, (2, CHUNK))
        z = jax.random.normal(for_shocks, (6, CHUNK))
        x, left = list(x), list(left)
        for e, (rate, pair, _, _) in enumerate(R.events):
            onset = exponential[e] < rate
            x[pair] += jnp.where(onset, left[e], 0.0)
            left[e] = jnp.where(onset, 0.0, left[e])
        # Rows written out, so that the compiler fuses all of a year into one loop.
        for i in range(6):
            x[i] += growth[i] + volatility[i] * sum(float(R.cholesky[i, j]) * z[j] for j in range(i + 1))
        gap = 0.0
        for k in range(3):
            reference = R.phi * (jnp.maximum(x[k], x[3 + k]) - float(R.frontier[k]))
            us, cn = (jax.nn.sigmoid(float(R.base[a]) + float(R.steepness[k]) * (x[3 * a + k] - float(R.start[3 * a + k]) - reference)) for a in range(2))
            gap += weights[k] * (us - cn)
        bins = jnp.clip((gap + 100.0) * 10.0, 0, BINS - 1).astype(jnp.int32)
        return (tuple(x), tuple(left)), (gap.sum(), (gap * gap).sum(), jnp.zeros(BINS, dtype=jnp.int32).at[bins].add(1))

    start = (tuple(jnp.full(CHUNK, s, dtype=jnp.float32) for s in R.start), (sizes[0], sizes[1]))
    return jax.lax.scan(year, start, jax.random.split(keys[4], YEARS))[1]


key = jax.random.key(7, impl={"threefry": "threefry2x32"}.get(GENERATOR, GENERATOR))


def simulate(_):
    global key
    key, sub = jax.random.split(key)
    return tuple(np.asarray(part, dtype=np.float64) for part in step(sub))


if PLATFORM == "cpu":
    report(f"JAX {GENERATOR}, float32", simulate, int(sys.argv[1]), CHUNK, threads=len(os.sched_getaffinity(0)))
else:
    report(f"JAX {GENERATOR}, float32, on {PLATFORM}", simulate, int(sys.argv[1]), CHUNK, threads=0)
