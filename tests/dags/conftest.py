"""Airflow for the tests: its settings must stand before its first import."""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="protection-news-airflow-"))
os.environ.update(
    {
        "AIRFLOW_HOME": str(HOME),
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).parents[2] / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME / 'airflow.db'}",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": "for the tests only, and at least sixty-four bytes long, as Airflow wants",
    }
)
