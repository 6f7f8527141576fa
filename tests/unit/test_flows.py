"""The Prefect side: the deployments, the question for data, and that flow and command line agree."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import arrival, cli, manifest, serve
from pipelines.errors import AuditError
from pipelines.paths import ROOT
from tests.unit.tiny import deliver

STATED = yaml.safe_load(serve.DEPLOYMENTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect's temporary server, in a home of its own, telling nobody."""
    home = tmp_path_factory.mktemp("prefect")
    settings = serve.environment("127.0.0.1", 0, home)
    del settings["PREFECT_API_URL"], settings["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"]
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_the_deployments_are_what_prefect_yaml_states():
    loaded = {deployment.name: deployment for deployment in serve.load_deployments(serve.DEPLOYMENTS)}
    assert loaded.keys() == {"monthly-audit", "prepayment-audit"}
    schedule = loaded["monthly-audit"].schedules[0].schedule
    assert (schedule.cron, schedule.timezone) == ("0 6 20 * *", "Asia/Shanghai")
    assert loaded["prepayment-audit"].schedules == []
    for entry in STATED["deployments"]:
        assert loaded[entry["name"]].parameters == entry["parameters"]
        assert loaded[entry["name"]].entrypoint == entry["entrypoint"].replace("/", ".").replace(".py:", ".")


def test_the_stated_parameters_are_the_flows_own():
    from pipelines import flows

    for entry in STATED["deployments"]:
        function = getattr(flows, entry["entrypoint"].rpartition(":")[2])
        assert entry["parameters"].keys() <= function.parameters.properties.keys()


def test_prefect_yaml_is_the_only_place_of_a_schedule():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipelines").rglob("*.py"))
    assert "0 6 20" not in code
    assert "interval=" not in code


def test_the_required_sources_of_the_deployment_are_the_default_ones():
    monthly = next(entry for entry in STATED["deployments"] if entry["name"] == "monthly-audit")
    assert tuple(monthly["parameters"]["required"]) == arrival.REQUIRED


def test_nothing_is_told_to_anybody(tmp_path):
    settings = serve.environment("127.0.0.1", 4200, tmp_path)
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert settings["DO_NOT_TRACK"] == "1"
    assert settings["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"


@pytest.mark.parametrize(
    ("start", "month"),
    [
        (datetime(2023, 9, 19, 22, tzinfo=UTC), 202308),
        (datetime(2024, 1, 19, 22, tzinfo=UTC), 202312),
        (datetime(2023, 9, 30, 17, tzinfo=UTC), 202309),
    ],
    ids=["by-schedule", "over-the-year", "already-october-here"],
)
def test_the_month_asked_for_is_the_one_before_the_run_was_due(start, month):
    from pipelines.flows import month_before

    assert month_before(start) == month


def test_a_source_is_there_if_it_has_a_row_of_the_month(tmp_path):
    with duckdb.connect(str(tmp_path / "run.duckdb")) as con:
        con.execute("create schema source")
        con.execute("create table source.social_insurance as select 202303 as period")
        con.execute("create table source.payroll as select 202302 as month")
        con.execute("create table source.payout as select 'P-1' as payout_no")
        con.execute("create table source.individual_income_tax (month integer)")
    assert arrival.missing(tmp_path / "run.duckdb", 202303, arrival.REQUIRED) == arrival.titles(
        ("payroll", "individual_income_tax")
    )


def test_a_port_in_use_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AuditError, match="--port"), serve.server("127.0.0.1", port, tmp_path):
            pass


@pytest.mark.usefixtures("server")
def test_flow_and_command_line_give_the_same_tables_and_a_month_without_data_waits(tmp_path, capsys):
    from pipelines.flows import WAITING, audit, monthly_audit

    district = deliver(tmp_path / "in")
    assert cli.main(["run", str(district), "--out", str(tmp_path / "by_command")]) == 0
    command = Path(capsys.readouterr().out.splitlines()[-1])
    state = audit(str(district), str(tmp_path / "by_flow"), return_state=True)
    assert state.is_completed()
    assert state.name == "已发布"
    flow = (tmp_path / "by_flow" / "latest").resolve()
    assert flow.name == command.name
    assert manifest.output_digests(flow) == manifest.output_digests(command)

    waiting = monthly_audit(str(district), str(tmp_path / "waiting"), month=202304, return_state=True)
    assert waiting.is_completed()
    assert waiting.name == WAITING
    assert "个人所得税扣缴明细" in waiting.message
    assert "社会保险缴费明细" in waiting.message
    assert not (tmp_path / "waiting" / "latest").exists()
    assert [path.name for path in (tmp_path / "waiting" / ".work").iterdir()] == ["read"]
