"""Everything that differs between a laptop and a cluster comes from the environment; docs/operations/settings.md lists it."""

import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from server import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# ---- Who is asked, and from where ----
SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip(
    "/"
)  # in links that leave the page: e-mail, command line
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "server.static.StaticFiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "apps.tenants",
    "apps.jobs",
    "apps.projects",
    "apps.traces",
    "apps.ingest",
    "apps.schemes",
    "apps.assignments",
    "apps.annotations",
    "apps.exports",
    "server",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.tenants.signing_out.ClearSiteDataMiddleware",
    "apps.tenants.middleware.TenantMiddleware",  # last: it opens the tenant's transaction round the view alone
]

ROOT_URLCONF = "server.urls"
ASGI_APPLICATION = "server.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.tenants.context.member",
            ],
        },
    },
]

# ---- Rows ----
DATABASES = {
    "default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'tracewright.sqlite3'}")),
}
ON_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
WEB_THREADS = 8  # requests that one web process answers at once
if ON_POSTGRESQL:
    # Web processes take connections from a pool (4 times the requests); workers open plain ones after their fork.
    # None would forbid prepared statements; so, only those that tenants.sql asks for are.
    DATABASES["default"]["OPTIONS"] = {"prepare_threshold": 10**9}
    if pool := env.number("DATABASE_POOL", 0):
        DATABASES["default"]["ENGINE"] = "server.postgresql"  # finds out which connections of the pool are dead
        DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": pool, "timeout": 10}}
        WEB_THREADS = pool  # none waits for a connection
else:
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
MIGRATES = sys.argv[1:2] == ["migrate"]  # the one command that runs as the database's owner (apps.tenants.walls)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "apps.tenants.scope.cache_key",
    }
}
if redis_url := env.text("CACHE_URL", ""):
    CACHES["default"] |= {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}

# ---- People ----
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["apps.tenants.permissions.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"  # a path, not a name: below an organization's admin names carry its prefix
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.tenants.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "apps.tenants.account_forms.ChangePassword",
    "reset_password": "apps.tenants.account_forms.ResetPassword",
    "reset_password_from_key": "apps.tenants.account_forms.ResetPasswordFromKey",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by an invitation that arrived at the address
ACCOUNT_SESSION_REMEMBER = None  # the login form asks
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# The library's other limits hold: of "login_failed" 5 in 300 s, which AccountAdapter counts by account and network together.
ACCOUNT_RATE_LIMITS = {"login_failed_anywhere": "50/300s/key"}
INVITATION_DAYS = env.number("INVITATION_DAYS", 14, least=1)

SESSION_ENGINE = "apps.tenants.sessions"  # never a cache: its keys carry the organization
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Tracewright <tracewright@localhost>")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # a mail server that swallows packets must not hold a request
EMAIL_USE_TLS = env.flag("EMAIL_TLS", True)
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# ---- Words, files, messages ----
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "server.formats"
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# With collected files (the image) names carry hashes and are cached for ever; the demo serves them where they lie.
STATIC_COLLECTED = env.flag("STATIC_COLLECTED")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.text("FILES_DIR", str(VAR_DIR / "files")), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "server.static.CollectedStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = env.number("REQUEST_BYTES", 64 * 1024 * 1024)
UPLOAD_BYTES = env.number(
    "UPLOAD_BYTES", 1024 * 1024 * 1024
)  # of a project's zip, which is kept on disk (server.limits)
LOG_BYTES = env.number("LOG_BYTES", 2 * 1024 * 1024 * 1024)  # of one log that is uploaded into a project, in pieces

# ---- Work in the background ----
BROKER_URL = env.text("BROKER_URL", "filesystem://localhost")  # named, or kombu warns that it is not
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30, least=1)
JOB_SWEEP_SECONDS = env.number("JOB_SWEEP_SECONDS", 5, least=1)
ASSIGNMENT_LEASE_MINUTES = env.number("ASSIGNMENT_LEASE_MINUTES", 60, least=1)

# ---- The API ----
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 3000)  # of one member; 0 is no bound
SPAN_BYTES_A_MINUTE = env.number("SPAN_BYTES_A_MINUTE", 64 * 1024 * 1024)  # of one organization, by OTLP; 0 is no bound
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.tenants.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["apps.tenants.api.throttle.MemberThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.tenants.api.json_only.JsonBody"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.tenants.api.json_only.AlwaysJson",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "apps.tenants.api.errors.api_exception",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tracewright",
    "VERSION": "1",
    "DESCRIPTION": "Traces, the work on them, and what comes out. docs/reference/api.md says what holds for all of it.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AssignmentState": "apps.assignments.models.Assignment.State",
        "JobState": "apps.jobs.models.Job.State",
    },
}

# Strict everywhere; the admin sites loosen it for unfold (apps.tenants.sites.loosened).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # What people ask for and may not have is no concern of the log; 5xx are.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))},
}

UNFOLD = {
    "SITE_TITLE": "Tracewright",
    "SITE_HEADER": "Tracewright",
    "SITE_URL": None,
    "SITE_SYMBOL": "timeline",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("favicon.svg")}],
    # The accent of static/css/tokens.css, from its tint to its darkest.
    "COLORS": {
        "primary": {
            "50": "#f3f6fd",
            "100": "#e9eefb",
            "200": "#cdd8f4",
            "300": "#a9b9e6",
            "400": "#93aeff",
            "500": "#5b76c4",
            "600": "#2849ab",
            "700": "#1f3a8c",
            "800": "#1b3073",
            "900": "#1f2742",
            "950": "#0e1630",
        }
    },
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
}
