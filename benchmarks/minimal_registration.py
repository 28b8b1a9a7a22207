"""The minimal endpoint of the budget: session, CSRF, row lock, row, counter, outbox by the mapper; one commit."""

import os

from flask import Flask, redirect, session
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Column, Integer, String, Text

from benchmarks.bare_registration import honest

app = Flask(__name__)
app.config.update(SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"], SECRET_KEY=os.environ["SECRET_KEY"])
db = SQLAlchemy(app)
CSRFProtect(app)


class Account(db.Model):
    id = Column(Integer, primary_key=True)
    side = Column(String)


class Room(db.Model):
    __tablename__ = "bare_room"
    id = Column(Integer, primary_key=True)
    capacity = Column(Integer)
    taken = Column(Integer)


class Seat(db.Model):
    __tablename__ = "bare_seat"
    id = Column(Integer, primary_key=True)
    account_id = Column(Integer)
    state = Column(String)


class Mail(db.Model):
    __tablename__ = "bare_mail"
    id = Column(Integer, primary_key=True)
    account_id = Column(Integer)
    kind = Column(String)
    body = Column(Text)


with app.app_context():
    honest(db.engine)


@app.get("/hello")
def hello():
    return "hello"


@app.post("/register")
def register():
    account = db.session.get(Account, session["account"])
    room = db.session.get(Room, 1, with_for_update=True)
    seated = room.taken < room.capacity
    db.session.add(Seat(account_id=account.id, state="confirmed" if seated else "waiting"))
    room.taken += seated
    db.session.add(Mail(account_id=account.id, kind="confirmed", body='{"registration": 1}'))
    db.session.commit()
    return redirect("/hello", 303)
