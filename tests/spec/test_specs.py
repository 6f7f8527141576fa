"""Every case of every spec, one test each."""

import pytest

from tests.spec.harness import SPECS, Case, read_cases, run_case

CASES = [case for path in sorted(SPECS.glob("*/*.md")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_spec(case: Case) -> None:
    run_case(case)
