"""The settings of this house as Flask and its extensions call them."""

from __future__ import annotations

from datetime import timedelta

from trianon.core.settings import ROOT, Settings

MEGABYTE = 1024 * 1024


def flask_config(settings: Settings) -> dict[str, object]:
    """What `app.config` is filled with."""
    return {
        "SETTINGS": settings,
        "DEMO": settings.demo,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            # What people typed stands in no log.
            "hide_parameters": True,
        },
        "MIGRATIONS": str(ROOT / "migrations"),
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": 2 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": "dialogue",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "BABEL_DEFAULT_LOCALE": "fr",
        # The lifetime of a form: a page left open over a long lunch still sends.
        "WTF_CSRF_TIME_LIMIT": 24 * 3600,
    }
