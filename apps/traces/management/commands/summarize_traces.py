from apps.projects.models import Project
from apps.traces.management.each_project import EachProjectCommand
from apps.traces.summaries import summarize_again


class Command(EachProjectCommand):
    help = "Find out once more what the table of traces filters by: models, outcomes, times, errors and recoveries."

    def of(self, project: Project) -> str:
        return f"{summarize_again(project)} traces read"
