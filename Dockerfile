# One image for every process; docker-compose.yml names the commands. Nothing in it runs as root.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/server.lock /server.lock
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /server.lock

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app:/app/platform \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=server.settings \
    VAR_DIR=/var/lib/tracewright \
    STATIC_ROOT=/app/collected \
    STATIC_COLLECTED=True
# A named volume takes its owner from the folder it is mounted over.
RUN useradd --no-log-init --uid 10001 tracewright \
    && install --directory --owner=tracewright --group=tracewright /var/lib/tracewright
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
RUN SECRET_KEY=for-this-step-only python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q apps platform
USER 10001:10001
EXPOSE 8000
# For the web process; the other services of docker-compose.yml have a check of their own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
