from apps.projects.models import Project
from apps.traces.management.each_project import EachProjectCommand
from apps.traces.tool_arguments import count_again


class Command(EachProjectCommand):
    help = "Count once more which arguments the calls of each tool have, for traces from before that was counted."

    def of(self, project: Project) -> str:
        return f"{count_again(project)} traces counted"
