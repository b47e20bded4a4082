"""The web process: `uvicorn server.asgi:application --app-dir platform`."""

import os
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application

from server.limits import BodyLimit
from server.start import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
# Of static files, which are small and end soon; downloads of ours are asynchronous (apps.exports.downloads).
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = BodyLimit(get_asgi_application(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_BYTES)
refuse_to_start()
