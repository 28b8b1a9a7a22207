"""The bare page that others are measured against (Flask, SQLAlchemy, Jinja, one query, twenty rows), and a "hello"."""

import os

from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db = SQLAlchemy(app)
ITEM = "<li>{{ row.id }} {{ row.title_fr }}</li>"
PAGE = f"<!doctype html><title>Bare</title><ul>{{% for row in rows %}}{ITEM}{{% endfor %}}</ul>"
TABLE = os.environ.get("BARE_TABLE", "cooperation_version")
NEWEST = db.text(f"SELECT id, title_fr FROM {TABLE} ORDER BY id DESC LIMIT 20")


@app.get("/hello")
def hello() -> str:
    return "hello"


@app.get("/rows")
def rows() -> str:
    return render_template_string(PAGE, rows=db.session.execute(NEWEST).all())
