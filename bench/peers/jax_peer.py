# SPDX-License-Identifier: Apache-2.0
"""The reference workload in JAX: float32, one jitted function over a chunk, on whatever device JAX finds."""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from reference_study import BINS, YEARS, Reference, report

R = Reference()
f = lambda a: jnp.asarray(a, dtype=jnp.float32)  # noqa: E731


@jax.jit
def step(key):
    n = CHUNK
    keys = jax.random.split(key, 6)
    growth = f(R.growth[0])[:, None] + f(R.growth[1])[:, None] * jax.random.normal(keys[0], (6, n))
    volatility = jnp.exp(f(R.log_volatility[0])[:, None] + f(R.log_volatility[1])[:, None] * jax.random.normal(keys[1], (6, n)))
    sizes = f([e[2] for e in R.events])[:, None] + f([e[3] for e in R.events])[:, None] * jax.random.normal(keys[2], (2, n))
    gammas = jax.random.gamma(keys[3], f(R.concentration * R.weights)[:, None], (3, n))
    weights = 100.0 * gammas / gammas.sum(axis=0)
    exponentials = jax.random.exponential(keys[4], (YEARS, 2, n))
    shocks = jax.random.normal(keys[5], (YEARS, 6, n))

    def year(carry, draws):
        x, happened = carry
        exponential, z = draws
        onset = (exponential < f([e[0] for e in R.events])[:, None]) & ~happened
        for e, (_, pair, _, _) in enumerate(R.events):
            x = x.at[pair].add(jnp.where(onset[e], sizes[e], 0.0))
        x = x + growth + volatility * (f(R.cholesky) @ z)
        reference = R.phi * (jnp.maximum(x[:3], x[3:]) - f(R.frontier)[:, None])
        score = [(weights * jax.nn.sigmoid(R.base[a] + f(R.steepness)[:, None] * (x[3 * a: 3 * a + 3] - f(R.start[3 * a: 3 * a + 3])[:, None] - reference))).sum(axis=0)
                 for a in range(2)]
        return (x, happened | onset), score[0] - score[1]

    start = (jnp.repeat(f(R.start)[:, None], n, axis=1), jnp.zeros((2, n), dtype=bool))
    _, gap = jax.lax.scan(year, start, (exponentials, shocks))
    bins = jnp.clip((gap + 100.0) * 10.0, 0, BINS - 1).astype(jnp.int32)
    histogram = jax.vmap(lambda row: jnp.zeros(BINS, dtype=jnp.int32).at[row].add(1))(bins)
    return gap.sum(axis=1), (gap * gap).sum(axis=1), histogram


CHUNK = 1 << 16
key = jax.random.key(7)


def simulate(_):
    global key
    key, sub = jax.random.split(key)
    return tuple(np.asarray(part, dtype=np.float64) for part in step(sub))


report(f"JAX {jax.__version__}, float32, {jax.devices()[0].platform}, all processors", simulate, int(sys.argv[1]), CHUNK)
