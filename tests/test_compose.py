"""docker-compose.yml is valid by the real Compose, needs every secret, and asks only for commands that exist."""

import os
import subprocess
from pathlib import Path

import compose
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
# The wrapper on PATH hides exit codes; this is the program itself.
COMPOSE = Path(compose.__file__).parent / "docker-compose"
SECRETS = ("CAMPAIGN_SECRET_KEY", "CAMPAIGN_SIGNING_KEY", "POSTGRES_PASSWORD", "STORE_SECRET_KEY")


def run_compose(*words: str, env_file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMPOSE, "--project-directory", ROOT, "--file", ROOT / "docker-compose.yml", "--env-file", env_file, *words],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(env_file.parent)},
    )


@pytest.fixture
def filled_env(tmp_path: Path) -> Path:
    """The example with every empty value filled in, as its first line asks."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    file = tmp_path / "env"
    file.write_text("\n".join(line + "drawn" if line.endswith("=") else line for line in lines))
    return file


def test_compose_accepts_the_file(filled_env: Path) -> None:
    done = run_compose("config", "--quiet", env_file=filled_env)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("secret", SECRETS)
def test_a_missing_secret_is_refused_by_name(filled_env: Path, secret: str) -> None:
    filled_env.write_text(
        "\n".join(line for line in filled_env.read_text().splitlines() if not line.startswith(secret))
    )
    done = run_compose("config", "--quiet", env_file=filled_env)
    assert done.returncode != 0
    assert secret in done.stderr


def test_the_parts_are_all_there_and_healthy_by_script(filled_env: Path) -> None:
    done = run_compose("config", "--format", "json", env_file=filled_env)
    services = yaml.safe_load(done.stdout)["services"]
    assert set(services) == {"postgres", "redis", "store", "migrate", "web", "worker", "beat", "proxy"}
    checks = {name: services[name]["healthcheck"]["test"] for name in ("web", "worker", "beat")}
    assert checks == {name: ["CMD", "healthy", name] for name in checks}


def test_who_holds_work_or_data_gets_time_to_end(filled_env: Path) -> None:
    done = run_compose("config", "--format", "json", env_file=filled_env)
    services = yaml.safe_load(done.stdout)["services"]
    given = {name: part["stop_grace_period"] for name, part in services.items() if "stop_grace_period" in part}
    assert set(given) == {"postgres", "redis", "migrate", "web", "worker", "beat"}
    assert given["worker"] == "2m0s"


def test_backups_are_made_by_programs_of_the_servers_version(filled_env: Path) -> None:
    done = run_compose("config", "--format", "json", env_file=filled_env)
    server = yaml.safe_load(done.stdout)["services"]["postgres"]["image"].partition(":")[2]
    assert f"ARG POSTGRES={server}\n" in (ROOT / "Dockerfile").read_text()


def test_a_clock_that_stands_still_is_ill(tmp_path: Path) -> None:
    healthy = ROOT / "deploy" / "healthy"
    (tmp_path / "beat-schedule").touch()
    environment = {"PATH": "/usr/bin:/bin", "CAMPAIGN_HOME": str(tmp_path)}
    codes = [
        subprocess.run([healthy, *words], capture_output=True, check=False, env=environment).returncode
        for words in (["beat"], ["nothing"], [])
    ]
    assert codes == [0, 2, 2]
    os.utime(tmp_path / "beat-schedule", (0, 0))
    assert subprocess.run([healthy, "beat"], capture_output=True, check=False, env=environment).returncode == 1
