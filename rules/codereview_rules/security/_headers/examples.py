"""Examples of pages with and without headers of protection."""

from __future__ import annotations

from codereview.api import Bad, Good

_PAGE = {"templates/index.html": "<p>Hello</p>\n"}
_FOOT = "\nPAGE = '<html>%s</html>'\n"
_BARE = (
    "from flask import Flask, render_template\n\napp = Flask(__name__)\n\n"
    '@app.route("/")\ndef index():\n    return render_template("index.html")\n\n'
    '@app.route("/about")\ndef about():\n    return render_template("about.html")\n'
)
_FLASK = _BARE + _FOOT
_FAST = (
    "from fastapi import FastAPI, Request\nfrom fastapi.templating import Jinja2Templates\n\n"
    'app = FastAPI()\ntemplates = Jinja2Templates(directory="pages")\n\n'
    '@app.get("/")\ndef index(request: Request):\n'
    '    return templates.TemplateResponse("index.html", {"request": request})\n' + _FOOT
)
_VIEWS = (
    "from django.shortcuts import render\n\n"
    'def index(request):\n    return render(request, "index.html")\n\n'
    'def about(request):\n    return render(request, "about.html")\n' + _FOOT
)
_SETTINGS = 'ROOT_URLCONF = "urls"\nMIDDLEWARE = [\n    "django.middleware.common.CommonMiddleware",\n]\n'
_URLS = (
    "from django.urls import path\n\nimport views\n\n"
    'urlpatterns = [path("", views.index), path("about", views.about)]\n'
)
_WSGI = "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"
_DJANGO = {"views.py": _VIEWS, "urls.py": _URLS, "settings.py": _SETTINGS, "wsgi.py": _WSGI}
_AFTER = (
    "\n@app.after_request\ndef protect(response):\n"
    '    response.headers["X-Frame-Options"] = "DENY"\n    return response\n'
)
_TIMED = (
    '\n@app.after_request\ndef plain(response):\n    response.headers["X-Time"] = "1"\n    return response\n'
)
_JSON = (
    "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n"
    '@app.route("/a")\ndef a():\n    return jsonify(1)\n'
)

_GENERIC = (
    "from django.views.generic import TemplateView\n\n\n"
    'class Index(TemplateView):\n    template_name = "index.html"\n\n\n'
    'class About(TemplateView):\n    template_name = "about.html"\n' + _FOOT
)

BAD = (
    Bad({**_DJANGO, "views.py": _GENERIC}, lines=("settings.py:2",)),
    Bad(
        {
            "main.py": _FLASK,
            "vercel.json": '{"rewrites": [{"source": "/(.*)", "destination": "/main.py"}]}\n',
        },
        lines=("main.py:3",),
    ),
    Bad(_FLASK, lines=(3,)),
    Bad({"main.py": _BARE, **_PAGE}, lines=("main.py:3",)),
    Bad(_FAST, lines=(4,)),
    Bad(_DJANGO, lines=("settings.py:2",)),
    Bad(
        {"main.py": _FLASK, "nginx.conf": "server {\n  add_header X-Cache HIT;\n}\n"},
        lines=("main.py:3",),
    ),
    Bad({"main.py": _FLASK, "Dockerfile": "FROM python:3.12\nCMD gunicorn main:app\n"}, lines=("main.py:3",)),
    Bad(_FLASK + _TIMED, lines=(3,)),
    Bad({"main.py": _FLASK, "requirements.txt": "flask\nflask-cors\n"}, lines=("main.py:3",)),
    Bad("from flask_cors import CORS\n" + _FLASK.replace("\n\n@app", "\nCORS(app)\n\n@app", 1), lines=(4,)),
)
GOOD = (
    Good(_BARE),  # there is no page to be rendered
    Good(
        {
            **_DJANGO,
            "settings.py": _SETTINGS.replace(
                "common.CommonMiddleware", "clickjacking.XFrameOptionsMiddleware"
            ),
        }
    ),
    Good(
        {
            "main.py": _FLASK,
            "vercel.json": '{"headers": [{"source": "/(.*)", "headers": '
            '[{"key": "X-Frame-Options", "value": "DENY"}]}]}\n',
        }
    ),
    Good(
        {
            "main.py": _FLASK,
            "netlify.toml": '[[headers]]\nfor = "/*"\n[headers.values]\n'
            "Content-Security-Policy = \"default-src 'self'\"\n",
        }
    ),
    Good({"main.py": _JSON, "mail.py": "import main\n" + _FLASK.replace("@app", "@main.app")}),
    Good({"main.py": _FLASK, "public/_headers": "/*\n  X-Frame-Options: DENY\n"}),
    Good(
        {
            "main.py": _FLASK,
            "compose.yml": "services:\n  web:\n    build: .\n    labels:\n"
            "      - traefik.http.middlewares.h.headers.frameDeny=true\n",
        }
    ),
    Good(
        {
            "main.py": _FLASK,
            "k8s/ingress.yaml": "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: |\n"
            '      more_set_headers "Strict-Transport-Security: max-age=31536000";\n',
        }
    ),
    Good(_FLASK + _AFTER),
    Good("from flask_talisman import Talisman\n" + _FLASK.replace("\n\n@app", "\nTalisman(app)\n\n@app", 1)),
    Good({**_DJANGO, "settings.py": _SETTINGS.replace("common.Common", "security.Security")}),
    Good(
        {
            "main.py": _FLASK,
            "deploy/nginx.conf": "server {\n  add_header X-Content-Type-Options nosniff;\n}\n",
        }
    ),
    Good({"main.py": _FLASK, "Caddyfile": "example.org {\n  header X-Frame-Options SAMEORIGIN\n}\n"}),
    Good(_JSON),
    Good({"main.py": _FLASK, "requirements.txt": "flask\nflask-talisman\n"}),
    Good(
        _FAST + '\n@app.middleware("http")\nasync def protect(request, call_next):\n'
        "    response = await call_next(request)\n"
        '    response.headers["content-security-policy"] = "default-src \'self\'"\n    return response\n'
    ),
)
