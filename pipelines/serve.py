"""A local Prefect server with the deployments of prefect.yaml. It talks to nobody but this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipelines.errors import AuditError
from pipelines.job import FAILED, WRONG_CALL
from pipelines.paths import ROOT

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

DEPLOYMENTS = ROOT / "prefect.yaml"
START_SECONDS = 120
# Direct, also where the machine's environment names a proxy.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(host: str, port: int, home: Path) -> dict[str, str]:
    """What makes server, runner and flow runs use the local server, and send nothing elsewhere."""
    return {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_API_URL": f"http://{host}:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_CLI_PROMPT": "false",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), host))),
    }


def serve(host: str, port: int, home: Path, deployments: Path = DEPLOYMENTS) -> None:
    """Start the server, then wait for runs until interrupted; both end together."""
    home.mkdir(parents=True, exist_ok=True)
    # Before anything imports Prefect: it reads its settings once.
    os.environ.update(environment(host, port, home))
    with server(host, port, home):
        from prefect import serve as serve_forever

        loaded = load_deployments(deployments)
        print(f"Prefect 服务已启动：http://{host}:{port}　日志：{home / 'server.log'}　按 Ctrl+C 结束", file=sys.stderr)
        serve_forever(*loaded, print_starting_message=False)


@contextmanager
def server(host: str, port: int, home: Path) -> Iterator[None]:
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise AuditError(f"{host}:{port} 已有程序在用。请用 --port 换一个端口。", WRONG_CALL)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    log = home / "server.log"
    with log.open("ab") as output:
        # Not in the terminal's group: Ctrl+C must reach the runner alone, which still talks to the server to end.
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_until_up(process, f"http://{host}:{port}/api/health", log)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_up(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with DIRECT.open(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AuditError(f"Prefect 服务没有启动起来，原因见 {log}。", FAILED)


def load_deployments(path: Path) -> list["RunnerDeployment"]:
    """The deployments as prefect.yaml states them, schedules included."""
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"]
    return [deployment(entry) for entry in stated]


def deployment(entry: Mapping[str, Any]) -> "RunnerDeployment":
    from prefect.flows import EntrypointType
    from prefect.schedules import Cron

    from pipelines import flows

    function = getattr(flows, entry["entrypoint"].rpartition(":")[2])
    schedules = [Cron(item["cron"], timezone=item["timezone"]) for item in entry.get("schedules", [])]
    return function.to_deployment(
        name=entry["name"],
        description=entry.get("description"),
        tags=entry.get("tags"),
        parameters=entry.get("parameters"),
        schedules=schedules,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
