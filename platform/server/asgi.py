"""The web process: `uvicorn server.asgi:application --app-dir platform`."""

import atexit
import os
import warnings

import django
from django.conf import settings

from server.limits import BodyLimit
from server.neighbours import Neighbours
from server.request_threads import RequestThreads
from server.start import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
django.setup(set_prefix=False)
# Of static files, which are small and end soon; downloads of ours are asynchronous (apps.exports.downloads).
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
neighbours = Neighbours()
atexit.register(neighbours.leave)
application = BodyLimit(
    RequestThreads(settings.WEB_THREADS, neighbours), settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_BYTES
)
refuse_to_start()
