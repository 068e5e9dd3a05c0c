"""Schemathesis asks what the description of the API allows and forbids, and checks the answers."""

from collections import Counter

import pytest
import schemathesis
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

# The names of groups, incidents and publishers are the data's, and not in the description.
NOT_MEANT = "positive_data_acceptance"
# More than the most is taken as the most, says the standard (/conf/core/fc-limit-response).
MEANT = ("limit: Value greater than maximum", "violates `maximum` at /properties/limit")


def run(app, seed, n_examples):
    """Return how many answers were checked, and what is wrong with the first of each kind."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    schema.config.seed = int(seed)
    schema.config.phases.update(phases=["coverage", "fuzzing"])
    schema.config.generation.max_examples = n_examples
    schema.config.generation.database = "none"
    schema.config.checks.update(excluded_check_names=[NOT_MEANT])
    statuses, faults = Counter(), {}
    for event in from_schema(schema).execute():
        if isinstance(event, FatalError | NonFatalError):
            faults["error"] = str(event)
        if not isinstance(event, ScenarioFinished):
            continue
        for name, interaction in event.recorder.interactions.items():
            if interaction.response is not None:
                statuses[interaction.response.status_code] += 1
            for check in event.recorder.checks.get(name, ()):
                if check.failure_info and not any(
                    m in str(check.failure_info.failure) for m in MEANT
                ):
                    asked = f"{interaction.request.method} {interaction.request.uri}"
                    faults[check.name] = f"{asked}: {check.failure_info.failure}"
    return statuses, faults


@pytest.mark.slow
def test_answers_are_as_described(api, pytestconfig, full_size):
    statuses, faults = run(api.app, pytestconfig.option.hypothesis_seed, 200 if full_size else 2)
    assert not faults
    assert {200, 400, 404, 405} <= set(statuses)
    assert max(statuses) < 500
