# SPDX-License-Identifier: Apache-2.0
"""All cases with a closed form. docs/closed-forms.md derives the formulas; the modules named here compute them."""

from . import driver_cases, event_cases, exposure_cases, gap_cases, index_cases, input_cases, renewal_cases

CASES = [*driver_cases.CASES, *input_cases.CASES, *event_cases.CASES, *renewal_cases.CASES, *exposure_cases.CASES,
         *index_cases.CASES, *gap_cases.CASES]
