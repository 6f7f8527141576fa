"""Where the checkout keeps what is not Python: the one place that knows."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SQL_DIR = ROOT / "sql"
POLICY_DIR = ROOT / "policies"
