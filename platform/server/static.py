"""Static files as the image serves them: hashed names, also inside the imports of JavaScript modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
