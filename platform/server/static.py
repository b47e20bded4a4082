"""Static files as the image serves them: hashed names, also inside the imports of JavaScript modules."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page loads: htmx's extensions quote imports in comments, on which the collection would stop."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*.d.ts", "*.mjs"]


class CollectedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    # Without import("..."): our modules import statically, and in comments it names types, which may point in circles.
    _js_module_import_aggregation_patterns = ("*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1][:3])  # type: ignore[attr-defined]  # no public way
    max_post_process_passes = 20  # one for each level of our modules' imports; Django's 5 are too few
