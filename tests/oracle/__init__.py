# SPDX-License-Identifier: Apache-2.0
"""An independent oracle of the model in double precision.

Written from docs/model.md and configs/README.md alone: it shares no code, no random numbers and no approximation with
the simulator, so agreement of the two within Monte Carlo error is evidence about both. NumPy and SciPy only.
"""
