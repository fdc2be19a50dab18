"""The same work on many files: in order, each with its result or its failure, whatever the others do."""

from __future__ import annotations

import pytest

from generator.errors import ExitCode, InvalidInput, InvalidRequest, Problem, RequestProblem
from generator.workflows.each_file import work_on_each


def work(path: str) -> int:
    match path:
        case "invalid":
            raise InvalidInput([Problem(path, "one thing is wrong"), Problem(path, "another too", "Mend it.", 3)])
        case "request":
            raise InvalidRequest(RequestProblem("review", "makes no sense", "Leave out `review`."))
        case "fault":
            return {"thing": 1}["nothing"]
        case "much":
            return len(bytearray(10**9))
    return len(path)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 12])
def test_each_file_has_its_result_or_its_failure_in_order(number: int) -> None:
    paths = ["one", "invalid", "request", "fault", "much", "three"]
    every = list(work_on_each(number * paths, work))
    found, *others = (every[start : start + len(paths)] for start in range(0, len(every), len(paths)))
    assert others == (number - 1) * [found]  # many share a child process, and one that wants too much costs no other
    assert [outcome.path for outcome in found] == paths
    assert [outcome.result for outcome in found] == [3, None, None, None, None, 5]
    failures = [outcome.failure for outcome in found if outcome.failure]
    assert [str(failure) for failure in failures] == [
        "invalid: one thing is wrong.\ninvalid:3: another too. Mend it.",
        "request: makes no sense. Leave out `review`.",
        "fault: Unexpected failure: KeyError: 'nothing'.",
        "much: takes more time or memory to read than any alliance would. Is it the right file?",
    ]
    assert [failure.exit_code for failure in failures] == [
        ExitCode.INVALID_INPUT, ExitCode.USAGE, ExitCode.UNEXPECTED, ExitCode.INVALID_INPUT,
    ]  # fmt: skip
