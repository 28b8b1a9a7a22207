"""The only place that knows everybody: settings → core → features → error pages."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from trianon import worker
from trianon.accounts import cli as accounts_cli
from trianon.accounts import (
    distance_models,
    leaving_views,
    organisation_models,
    organisation_parts,
    organisation_views,
    people_views,
    reachability_views,
    request_models,
    retention,
    second_step_views,
    session,
    session_models,
    session_views,
    settings_handlers,
    settings_mails,
    settings_views,
    sign_in_views,
    staffing_views,
)
from trianon.accounts import handlers as accounts_handlers
from trianon.accounts import mails as accounts_mails
from trianon.accounts import models as account_models
from trianon.accounts import views as account_views
from trianon.bilingual import models as bilingual_models
from trianon.bilingual.setup import init_bilingual
from trianon.committee import correcting_views as committee_correcting_views
from trianon.committee import flag_models, mandate_models, measure_models, point_models, policy_models
from trianon.committee import models as committee_models
from trianon.committee import subscribers as committee_subscribers
from trianon.committee import theme_models as choosing_models
from trianon.committee import views as committee_views
from trianon.contributions import (
    comment_mails,
    comment_models,
    comment_views,
    correcting_mails,
    draft_views,
    editing_views,
    history_views,
    person_views,
    stance_models,
    stance_news,
    stance_views,
)
from trianon.contributions import feed_views as contribution_feed_views
from trianon.contributions import following as contribution_following
from trianon.contributions import handlers as contribution_handlers
from trianon.contributions import leaving as contribution_leaving
from trianon.contributions import mails as contribution_mails
from trianon.contributions import models as contribution_models
from trianon.contributions import news as contribution_news
from trianon.contributions import views as contribution_views
from trianon.contributions import writing_views as contribution_writing_views
from trianon.cooperations import claiming_mails as record_claim_mails
from trianon.cooperations import claiming_models as record_claim_models
from trianon.cooperations import claiming_views as record_claim_views
from trianon.cooperations import cli as cooperations_cli
from trianon.cooperations import (
    confirming_views,
    correcting_views,
    declaring_views,
    export_views,
    helping_views,
    import_models,
    import_notices,
    import_retention,
    import_slices,
    import_views,
    language_views,
    map_views,
    merging,
    of_organisation,
    places_cli,
    record_map,
)
from trianon.cooperations import following as cooperation_following
from trianon.cooperations import handlers as cooperation_handlers
from trianon.cooperations import mails as cooperation_mails
from trianon.cooperations import models as cooperation_models
from trianon.cooperations import news as cooperation_news
from trianon.cooperations import notices as cooperation_notices
from trianon.cooperations import refusals as cooperation_refusals
from trianon.cooperations import views as cooperation_views
from trianon.core import audit, audit_cli, counters, sealing, search
from trianon.core.addresses import init_addresses
from trianon.core.config import flask_config
from trianon.core.database import init_database
from trianon.core.headers import init_headers
from trianon.core.limits import init_limits
from trianon.core.logs import init_logs
from trianon.core.permissions import init_permissions
from trianon.core.requests import init_requests
from trianon.core.settings import ROOT, Settings
from trianon.demo import cli as demo_cli
from trianon.mail import cli as mail_cli
from trianon.mail import erasing as mail_erasing
from trianon.mail import mails as mail_mails
from trianon.mail import models as mail_models
from trianon.mail import purging as mail_purging
from trianon.notifications import parts as notifications
from trianon.pages import (
    assets,
    contact_mails,
    contact_models,
    contact_services,
    contact_views,
    errors,
    layout,
    mailbox_views,
    privacy_views,
)
from trianon.pages import views as page_views
from trianon.permission_map import PERMISSIONS
from trianon.themes import cli as themes_cli
from trianon.themes import models as theme_models
from trianon.themes import organisation_models as theme_organisation_models
from trianon.themes import organisation_views as theme_organisation_views
from trianon.themes import topic as theme_topic
from trianon.translations import handlers as translation_handlers
from trianon.translations import models as translation_models
from trianon.translations import sections as translation_sections
from trianon.translations import views as translation_views
from trianon.workshops import parts as workshops

# Every table, so that migrations see the whole schema whichever page imports what.
MODELS = (
    audit,
    sealing,
    counters,
    search,
    bilingual_models,
    mail_models,
    account_models,
    session_models,
    request_models,
    distance_models,
    organisation_models,
    *organisation_parts.MODELS,
    *notifications.MODELS,
    theme_models,
    theme_organisation_models,
    cooperation_models,
    record_claim_models,
    import_models,
    *workshops.MODELS,
    contribution_models,
    comment_models,
    stance_models,
    translation_models,
    committee_models,
    mandate_models,
    flag_models,
    measure_models,
    point_models,
    policy_models,
    choosing_models,
    contact_models,
)

BLUEPRINTS = (
    page_views.bp,
    account_views.bp,
    organisation_views.bp,
    *notifications.BLUEPRINTS,
    cooperation_views.bp,
    declaring_views.bp,
    confirming_views.bp,
    import_views.bp,
    export_views.bp,
    workshops.views.bp,
    contribution_views.bp,
    person_views.bp,
    translation_views.bp,
    committee_views.bp,
)

COMMANDS = (
    accounts_cli.accounts,
    themes_cli.themes,
    cooperations_cli.cooperations,
    places_cli.places,
    mail_cli.mail,
    audit_cli.audit,
    worker.worker,
    worker.due,
)

# Imported for what they subscribe: reactions to events, and builders of mails.
SUBSCRIBERS = (
    committee_subscribers,
    committee_correcting_views,
    workshops,
    contribution_leaving,
    contact_services,
    notifications,
    retention,
    leaving_views,
    mail_erasing,
    contact_mails,
    contact_views,
    privacy_views,
    mail_mails,
    mail_purging,
    reachability_views,
    sign_in_views,
    second_step_views,
    session_views,
    settings_views,
    people_views,
    staffing_views,
    organisation_parts,
    settings_handlers,
    settings_mails,
    accounts_handlers,
    accounts_mails,
    theme_topic,
    cooperation_following,
    cooperation_news,
    contribution_following,
    contribution_news,
    stance_news,
    correcting_views,
    record_claim_views,
    record_claim_mails,
    helping_views,
    language_views,
    map_views,
    record_map,
    merging,
    of_organisation,
    theme_organisation_views,
    cooperation_handlers,
    cooperation_mails,
    cooperation_notices,
    import_notices,
    import_retention,
    import_slices,
    cooperation_refusals,
    contribution_writing_views,
    stance_views,
    comment_views,
    contribution_feed_views,
    comment_mails,
    correcting_mails,
    draft_views,
    editing_views,
    history_views,
    translation_handlers,
    translation_sections,
    contribution_handlers,
    contribution_mails,
)


def assemble(settings: Settings) -> Flask:
    """Put the application together."""
    app = Flask("trianon", root_path=str(ROOT / "trianon"), instance_path=str(ROOT / "instance"))
    app.config.update(flask_config(settings))
    # Where the embedded database lives.
    Path(app.instance_path).mkdir(exist_ok=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_logs(app)
    init_requests(app)
    init_database(app)
    init_addresses(app)
    init_bilingual(app)
    csrf = CSRFProtect(app)
    for signed in (*workshops.SIGNED, *notifications.SIGNED):
        csrf.exempt(signed)
    init_limits(app)
    session.init_session(app)
    init_permissions(
        app,
        PERMISSIONS,
        sign_in="accounts.sign_in",
        unconfirmed="accounts.unconfirmed",
        factor="accounts.second_step",
    )
    init_headers(app)
    assets.init_assets(app)
    layout.init_layout(app)
    errors.init_errors(app)
    for blueprint in BLUEPRINTS + ((mailbox_views.bp,) if settings.demo else ()):
        app.register_blueprint(blueprint)
    for command in COMMANDS + ((demo_cli.demo,) if settings.demo else ()) + (assets.assets_cli,):
        app.cli.add_command(command)
    return app
