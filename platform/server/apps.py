from django.apps import AppConfig


class ServerConfig(AppConfig):
    """No models: the commands that need every app (demo, import_project, export)."""

    name = "server"

    def ready(self) -> None:
        from server import celery  # noqa: F401 (every process that sends messages needs the app, not only workers)
