"""Follows a run in Airflow on the terminal: one line for each task that ends, and what is at work meanwhile."""

import time

from rich.console import Console

from dags.airflow_here import AirflowHere, TaskState

ENDED = {"success": "[green]✓[/]", "failed": "[red]✗[/]", "upstream_failed": "[red]✗[/]", "skipped": "[dim]–[/]"}
LOOK_SECONDS = 0.7


def follow(airflow: AirflowHere, dag: str, run: str, console: Console) -> bool:
    """Prints the run's tasks as they end, until it is over. Returns whether all of it succeeded."""
    told: set[str] = set()
    with console.status("the night begins …") as status:
        while True:
            state, tasks = airflow.state(dag, run)
            for task in tasks:
                if task.state in ENDED and task.name not in told:
                    told.add(task.name)
                    _tell(task, console)
            status.update(_at_work(tasks))
            if state in {"success", "failed"}:
                return state == "success"
            time.sleep(LOOK_SECONDS)


def _tell(task: TaskState, console: Console) -> None:
    remark = "" if task.state == "success" else f"  {task.state.replace('_', ' ')}"
    console.print(f"  {ENDED[task.state]} {task.name:<44}[dim]{task.seconds:6.1f} s[/]{remark}", highlight=False)


def _at_work(tasks: list[TaskState]) -> str:
    running = [f"{task.name} ({task.seconds:.0f} s)" for task in tasks if task.state == "running"]
    waiting = sum(task.state in {"", "scheduled", "queued", "up_for_retry"} for task in tasks)
    return f"at work: {', '.join(running) or 'Airflow'}; {waiting} waiting"
