"""Static files as the image serves them: hashed names, also inside the imports of JavaScript modules."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page loads: htmx's extensions quote imports in comments, on which the collection would stop."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*.d.ts", "*.mjs"]


class CollectedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for each level of our modules' imports; Django's 5 are too few
