from datetime import UTC, datetime

import pytest

from processing.catalogue import outcomes, runs
from processing.catalogue.database import Catalogue
from processing.outcomes import OF_STEP, Outcome, Step

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PAGE = "https://iom.example/news/1"


def after(catalogue: Catalogue, step: Step, *ends: Outcome) -> list[outcomes.OutcomeCount]:
    """The counts after one input ended like this, one after the other."""
    run_id = runs.open_run(catalogue, "import", MOMENT)
    for end in ends:
        with catalogue.session() as session:
            outcomes.record(session, run_id, step, "iom", PAGE, PAGE, end, "why")
    with catalogue.reading() as session:
        return outcomes.counts(session, run_id)


@pytest.mark.parametrize(
    ("step", "first", "then", "stands"),
    [
        (Step.CRAWL, Outcome.FAILED, Outcome.CAPTURED, Outcome.CAPTURED),
        (Step.CRAWL, Outcome.FAILED, Outcome.UNCHANGED, Outcome.UNCHANGED),
        (Step.CRAWL, Outcome.LEFT_OVER, Outcome.CAPTURED, Outcome.CAPTURED),
        (Step.CRAWL, Outcome.LEFT_OVER, Outcome.NOT_DUE, Outcome.NOT_DUE),
        (Step.CRAWL, Outcome.CAPTURED, Outcome.NOT_DUE, Outcome.CAPTURED),
        (Step.CRAWL, Outcome.FAILED, Outcome.NOT_DUE, Outcome.FAILED),
        (Step.CRAWL, Outcome.CAPTURED, Outcome.LEFT_OVER, Outcome.CAPTURED),
        (Step.EXTRACT, Outcome.KEPT, Outcome.SAME_TEXT, Outcome.KEPT),
        (Step.EXTRACT, Outcome.QUARANTINED, Outcome.KEPT, Outcome.KEPT),
    ],
)
def test_an_input_has_one_outcome_whatever_is_done_again(
    each_catalogue: Catalogue, step: Step, first: Outcome, then: Outcome, stands: Outcome
) -> None:
    assert after(each_catalogue, step, first, then) == [outcomes.OutcomeCount(step, "iom", stands, 1)]


def test_each_outcome_of_a_step_can_be_recorded_and_counted(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "import", MOMENT)
    with each_catalogue.session() as session:
        for step, ends in OF_STEP.items():
            for number, end in enumerate(ends):
                for copy in range(2):
                    outcomes.record(session, run_id, step, "iom", f"{PAGE}/{number}/{copy}", PAGE, end)
    with each_catalogue.reading() as session:
        counted = outcomes.counts(session, run_id)
    assert {(count.step, count.outcome) for count in counted} == {(s, e) for s, ends in OF_STEP.items() for e in ends}
    assert {count.inputs for count in counted} == {2}


def test_what_wants_attention_is_listed_with_its_reason(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "import", MOMENT)
    with each_catalogue.session() as session:
        outcomes.record(session, run_id, Step.CRAWL, "iom", PAGE, PAGE, Outcome.FAILED, "no answer in 30 s")
        outcomes.record(session, run_id, Step.CRAWL, "iom", PAGE + "/2", PAGE, Outcome.CAPTURED)
    with each_catalogue.reading() as session:
        [failed] = outcomes.ended_as(session, run_id, {Outcome.FAILED, Outcome.QUARANTINED})
    assert (failed.input, failed.detail) == (PAGE, "no answer in 30 s")
