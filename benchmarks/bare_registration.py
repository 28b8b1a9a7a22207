"""Harder than the budget's control: session, CSRF, row lock, row, counter, outbox in statements written by hand."""

import os

from flask import Flask, redirect, session
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event

app = Flask(__name__)
app.config.update(SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"], SECRET_KEY=os.environ["SECRET_KEY"])
db = SQLAlchemy(app)
CSRFProtect(app)
ACCOUNT = db.text("SELECT id, side FROM account WHERE id = :account")
LOCK = "SELECT id, capacity, taken FROM bare_room WHERE id = 1"
ROW = db.text("INSERT INTO bare_seat (account_id, state) VALUES (:account, :state)")
COUNT = db.text("UPDATE bare_room SET taken = taken + 1 WHERE id = 1")
OUTBOX = db.text("INSERT INTO bare_mail (account_id, kind, body) VALUES (:account, 'confirmed', :body)")


def honest(engine):
    """SQLite as the site has it: on the disk before the answer, and the lock from the first statement on."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection, _record):
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with app.app_context():
    SQLITE = db.engine.dialect.name == "sqlite"
    honest(db.engine)


@app.get("/hello")
def hello():
    return "hello"


@app.post("/register")
def register():
    account = db.session.execute(ACCOUNT, {"account": session["account"]}).one()
    room = db.session.execute(db.text(LOCK if SQLITE else LOCK + " FOR UPDATE")).one()
    state = "confirmed" if room.taken < room.capacity else "waiting"
    db.session.execute(ROW, {"account": account.id, "state": state})
    if state == "confirmed":
        db.session.execute(COUNT)
    db.session.execute(OUTBOX, {"account": account.id, "body": '{"registration": 1}'})
    db.session.commit()
    return redirect("/hello", 303)
