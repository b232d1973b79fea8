"""Settings come from the environment; what is missing has a safe default for one machine.

DATABASE_URL        a PostgreSQL to use (postgresql://… or a libpq string); `jalur` sets it for the embedded one
JALUR_DATA          folder for data and keys (default: var/ in the project)
JALUR_KEYS          file with the secret keys (default: keys.json in JALUR_DATA, made on first start, mode 0600)
JALUR_HOSTS         names this server answers to, comma-separated, with the port where it is not the one listened on (default: localhost)
JALUR_PROXIES       how many proxies of yours stand before it (default: 0); only then X-Forwarded-For is read
JALUR_SMS_URL       where text messages to phones are handed in (docs/reference/messages.md); without it nobody signs up by phone
JALUR_SMS_TOKEN     what the gateway knows us by
JALUR_WHATSAPP_URL  a number of WhatsApp Business, with JALUR_WHATSAPP_TOKEN, _SECRET and _VERIFY
JALUR_PUSH_SERVICES whose notices browsers may show, comma-separated (default: those of Chrome, Firefox, Safari and Edge; empty: none)
JALUR_HOOK_SECRET   with which gateways sign what they report
JALUR_HOOKS_PROXY   a proxy through which connected programs are told what happens (default: none); it has to refuse inner addresses itself
JALUR_ADDRESS       the address in links of messages (default: the first of JALUR_HOSTS)
JALUR_HTTPS         1 when served over TLS: __Host- cookies, HSTS
JALUR_EMAIL_FROM    sender of letters, for example Jalur <jalur@disnaker.example>
JALUR_DEMO          1 for the example country: cast on the sign-in page, pinned day
JALUR_TODAY         pin the day, YYYY-MM-DD (the example country does)
JALUR_FILES_BUCKET  an S3 bucket for the files people add, else they lie in JALUR_DATA/files; JALUR_FILES_ENDPOINT names a store that is not
                    Amazon's; credentials come as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
JALUR_FILES_MOST    megabytes of one photo or PDF, a third of what is sent at once (default: 20)
JALUR_FILES_PAGES   pages of one document (default: 50)
JALUR_SIGNING_KEYS  folder of the private keys with which bodies sign certificates (default: signing in JALUR_DATA, mode 0700)
JALUR_SIGNING_PASSPHRASE  with which their files are encrypted; or JALUR_SIGNING_PASSPHRASE_FILE, a file whose first line it is
JALUR_CLAMD         a virus scanner: the socket of clamd (/run/clamav/clamd.ctl) or host:port (default: none, and files say so)
JALUR_DEBUG         1 for developers only
"""

import base64
import contextlib
import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import psycopg.conninfo
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("JALUR_DATA", ROOT / "var"))


def read_keys(path: Path) -> dict[str, str]:
    """The secret keys; made once, readable by the owner only, never in the database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            "secret": secrets.token_urlsafe(64),
            "vault": base64.b64encode(secrets.token_bytes(32)).decode(),
            "blind_index": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made), encoding="utf-8")
        with contextlib.suppress(FileExistsError):  # another process made them a moment ago
            path.hardlink_to(draft)
        draft.unlink()
    return json.loads(path.read_text(encoding="utf-8"))


def read_passphrase() -> str:
    """What opens the private signing keys; "" where their files are not encrypted."""
    if file := os.environ.get("JALUR_SIGNING_PASSPHRASE_FILE"):
        return Path(file).read_text(encoding="utf-8").split("\n", maxsplit=1)[0]
    return os.environ.get("JALUR_SIGNING_PASSPHRASE", "")


_keys = read_keys(Path(os.environ.get("JALUR_KEYS", DATA_DIR / "keys.json")))
SECRET_KEY = _keys["secret"]
VAULT_KEY = base64.b64decode(_keys["vault"])
BLIND_INDEX_KEY = base64.b64decode(_keys["blind_index"])

DEBUG = os.environ.get("JALUR_DEBUG") == "1"
DEMO = os.environ.get("JALUR_DEMO") == "1"
HTTPS = os.environ.get("JALUR_HTTPS") == "1"
TODAY = date.fromisoformat(os.environ["JALUR_TODAY"]) if os.environ.get("JALUR_TODAY") else None
HOSTS = os.environ.get("JALUR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ADDRESS = os.environ.get("JALUR_ADDRESS", f"{'https' if HTTPS else 'http'}://{HOSTS[0]}").rstrip("/")
ALLOWED_HOSTS = [split_domain_port(host)[0] for host in HOSTS]

INSTALLED_APPS = [
    "jalur.project",
    "jalur.portal",
    "jalur.proposals",
    "jalur.journey.talent_pool",
    "jalur.journey.certificates",
    "jalur.journey.offer_check",
    "jalur.journey.certification",
    "jalur.journey.network",
    "jalur.journey.attendance",
    "jalur.journey.funding",
    "jalur.journey.languages",
    "jalur.journey.progress",
    "jalur.journey.training",
    "jalur.journey.premises",
    "jalur.journey.curricula",
    "jalur.journey.forecasts",
    "jalur.journey.permits",
    "jalur.journey.job_orders",
    "jalur.journey.employers",
    "jalur.journey.vacancies",
    "jalur.journey.candidates",
    "jalur.foundation.exports",
    "jalur.foundation.imports",
    "jalur.foundation.tasks",
    "jalur.foundation.notes",
    "jalur.foundation.due",
    "jalur.foundation.letters",
    "jalur.foundation.credentials",
    "jalur.foundation.people",
    "jalur.foundation.hooks",
    "jalur.foundation.connections",
    "jalur.foundation.organisations",
    "jalur.foundation.rulebook",
    "jalur.foundation.competencies",
    "jalur.foundation.geography",
    "jalur.foundation.messaging",
    "jalur.foundation.files",
    "jalur.foundation.work",
    "jalur.foundation.api",
    "jalur.foundation.workflow",
    "jalur.foundation.history",
    "jalur.foundation.accounts",
    "jalur.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    *(["demo"] if DEMO else []),
]

MIDDLEWARE = [
    "jalur.foundation.api.middleware.ProblemDocuments",
    "jalur.portal.middleware.HostWithPort",
    "django.middleware.security.SecurityMiddleware",
    "jalur.kit.signs.NoHostileSigns",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jalur.portal.middleware.LanguageByChoice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jalur.portal.middleware.ActingPerson",
    "jalur.foundation.connections.middleware.ActingProgram",
    "jalur.foundation.workflow.middleware.KeepsTyped",
    "jalur.portal.middleware.SecondFactorForStaff",
    "jalur.portal.middleware.RefusalPages",
    "jalur.kit.readonly.ReadOnlyOnGet",
    "jalur.foundation.workflow.middleware.OneEffect",
]

ROOT_URLCONF = "jalur.project.urls"
WSGI_APPLICATION = "jalur.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jalur.portal.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "jalur.kit.forms.FormRenderer"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# --- database -------------------------------------------------------------------------------------------------------
_conninfo = psycopg.conninfo.conninfo_to_dict(os.environ.get("DATABASE_URL", "dbname=jalur"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _conninfo.pop("dbname", "jalur"),
        "USER": _conninfo.pop("user", ""),
        "PASSWORD": _conninfo.pop("password", ""),
        "HOST": _conninfo.pop("host", ""),
        "PORT": str(_conninfo.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": os.environ.get("JALUR_POOL", "1") == "1", **_conninfo},
    }
}
# The limits on guessing must hold over all web processes, so the cache is shared; nobody can push them out of it.
CACHES = {
    "default": {"BACKEND": "jalur.kit.cache.CulledByExpiry", "LOCATION": "cache"},
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
    },  # of one process; nothing personal
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people who sign in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"email", "phone", "username"}
# Either of the first two: the library wants one of them for everybody, the form asks for one of both.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # sign-up answers everybody alike: the mailbox tells them apart
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_FORMS = {
    "login": "jalur.portal.forms.LoginForm",
    "signup": "jalur.portal.forms.SignupForm",
    "reset_password": "jalur.portal.forms.ResetPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the mailbox lets in whom strangers' guesses keep out
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Jalur: "
ACCOUNT_ADAPTER = "jalur.portal.sign_in.AccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": None,  # counts who is right too: an office behind one address is many people
    "login_failed": "5/5m/key",  # wrong passwords or codes of one account
    "login_failed_by_strangers": "20/m/ip",  # wrong passwords from one address, whatever the account
    "slip_failed": "5/5m/key,30/d/key",  # wrong codes for one candidate number from one address
    "slip_failed_everywhere": "3000/d/key",  # for one number from a hundred addresses and more
    "verify_phone": "1/30s/key,10/d/key,20/m/ip",  # messages cost money, and many phones share one address
    "reset_password": "20/m/ip,5/m/key,20/d/key",
}
IDP_OIDC_RATE_LIMITS = {
    "api": "600/m/key",  # calls of one program
    "api_by_strangers": "60/m/ip",  # calls without a token in force, and asking for one
}
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("JALUR_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jalur"
MFA_FORMS = {
    "authenticate": "jalur.portal.second_factor.AuthenticateForm",
    "reauthenticate": "jalur.portal.second_factor.ReauthenticateForm",
}
MFA_TOTP_TOLERANCE = 1  # RFC 6238, 5.2: one step back for the time between reading and sending
DEFAULT_FROM_EMAIL = os.environ.get("JALUR_EMAIL_FROM", "Jalur <jalur@jalur.invalid>")
# What brings messages; None: that channel is not set up here. docs/reference/messages.md
SMS_URL, SMS_TOKEN = os.environ.get("JALUR_SMS_URL", ""), os.environ.get("JALUR_SMS_TOKEN", "")
WHATSAPP_URL = os.environ.get("JALUR_WHATSAPP_URL", "")
WHATSAPP_TOKEN = os.environ.get("JALUR_WHATSAPP_TOKEN", "")
WHATSAPP_SECRET = os.environ.get("JALUR_WHATSAPP_SECRET", "")  # of its reports
WHATSAPP_VERIFY = os.environ.get("JALUR_WHATSAPP_VERIFY", "")  # the word that it asks for once
HOOK_SECRET = os.environ.get("JALUR_HOOK_SECRET", "")  # of the reports of all other channels
# Browsers say where their notices are handed in; only these are asked. "*." stands for any name before.
PUSH_SERVICES = [
    host
    for host in os.environ.get(
        "JALUR_PUSH_SERVICES",
        "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com",
    ).split(",")
    if host
]
_CHANNELS = "jalur.foundation.messaging.channels"
CHANNELS = {
    "push": "jalur.foundation.messaging.push.Push" if PUSH_SERVICES else None,
    "whatsapp": f"{_CHANNELS}.WhatsApp" if WHATSAPP_URL else None,
    "sms": f"{_CHANNELS}.Gateway" if SMS_URL else None,
    "email": f"{_CHANNELS}.Email",
}
if DEMO:
    CHANNELS = dict.fromkeys(CHANNELS, f"{_CHANNELS}.NothingLeaves")
# How connected programs are told what happens. inside: http and addresses of one's own network count too.
HOOKS: dict[str, Any] = {
    "calls": f"jalur.foundation.hooks.calls.{'NothingLeaves' if DEMO else 'Caller'}",
    "inside": DEBUG,
    "proxy": os.environ.get("JALUR_HOOKS_PROXY", ""),
}
EMAIL_BACKEND = os.environ.get("JALUR_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jalur.portal.views.out_of_date"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known" if HTTPS else "known"
LANGUAGE_COOKIE_NAME = "language"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- headers --------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- languages, time, files -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("pictures", ROOT / "docs" / "images" / "walks")]  # of the tutorial, shown in help too
FILES = {  # what people may send, and what it may cost to open it
    "bytes": int(os.environ.get("JALUR_FILES_MOST", "20")) * 1024 * 1024,  # of each of them
    "bytes_together": 3 * int(os.environ.get("JALUR_FILES_MOST", "20")) * 1024 * 1024,
    "pages": int(os.environ.get("JALUR_FILES_PAGES", "50")),
    "pixels": 50_000_000,
    "pixels_at_once": 25_000_000,  # of kinds that are decoded as a whole
    "unpacked": 200 * 1024 * 1024,  # all that is packed in a PDF
    "longest_side": 3000,  # pixels: A4 at 250 dots per inch
    "shown_side": 1200,
    "written": 64 * 1024 * 1024,
}
FILES_INCOMING = FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
FILES_INCOMING.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = ["jalur.kit.uploads.BoundedUpload"]
FILES_BUCKET = os.environ.get("JALUR_FILES_BUCKET", "")
SIGNING = {
    "folder": os.environ.get("JALUR_SIGNING_KEYS", str(DATA_DIR / "signing")),
    "passphrase": read_passphrase(),
}
CLAMD = os.environ.get("JALUR_CLAMD", "")
STORAGES = {
    "files": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": os.environ.get("JALUR_FILES_ENDPOINT") or None,
            "file_overwrite": False,
        },
    }
    if FILES_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("JALUR_STATIC") == "plain"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or os.environ.get("JALUR_STATIC") == "plain"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # looked up when asked for, not all at every start
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the files to compress and to serve

# --- history, jobs, logs --------------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS, TLS redirect and secure cookies follow JALUR_HTTPS; a demo on one machine has none
    "security.W008",
    "security.W012",
    "security.W016",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "jalur": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
    },
}
