"""Examples of SEC017."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_FAST = (
    "from fastapi import FastAPI\n"
    "from fastapi.security import OAuth2PasswordRequestForm\n\napp = FastAPI()\n"
    "\n\n"
)
_LOGIN = (
    "@app.post('/login')\ndef login(form: OAuth2PasswordRequestForm):\n"
    "    return issue(form.username, form.password)\n"
)
_FLASK = "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n"
_POST = (
    "@app.route('/login', methods=['GET', 'POST'])\ndef login():\n"
    "    return check(request.form['name'], passwords)\n"
)

BAD = (
    Bad(  # no word that somebody chose
        _FAST + "@app.post('/token')\ndef issue(form: ClientCredentialsRequestForm):\n"
        "    return make(form.client_id, form.client_secret)\n",
        (7,),
        confidence=Confidence.LOW,
    ),
    Bad(_FAST + _LOGIN, (7,)),
    Bad(
        {
            "app.py": _FAST + _LOGIN,
            "nginx.conf": "http {\n  # limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;\n}\n",
        },
        ("app.py:7",),
    ),
    Bad(_FLASK + _POST, (6,)),
    Bad(
        _FAST + "@app.post('/token')\ndef issue(name: str, password: str):\n"
        "    return make(name, password)\n",
        (7,),
    ),
    Bad(
        _FAST + "@app.post('/sign-in')\ndef enter(name: str, password: str):\n"
        "    return make(name, password)\n",
        (7,),
    ),
    Bad(
        _FAST + "@app.post('/users')\ndef user_login(name: str, password: str):\n    return make(name)\n",
        (7,),
    ),
    Bad({"app.py": _FAST + _LOGIN, "nginx.conf": "server { listen 80; }\n"}, ("app.py:7",)),
    Bad({"app.py": _FAST + _LOGIN, "other.py": _FLASK + _POST}, ("app.py:7", "other.py:6")),
    Bad(
        "from django.urls import path\nfrom django.shortcuts import redirect\n"
        "from django.contrib.auth import authenticate\n"
        "\n\ndef login(request):\n"
        "    authenticate(request, password=request.POST['password'])\n"
        "    return redirect('/')\n"
        "\n\nurlpatterns = [path('login/', login)]\n",
        (6,),
    ),
)

GOOD = (
    Good(_FAST + "from slowapi import Limiter\n\nlimiter = Limiter()\n\n\n" + _LOGIN),
    Good(_FLASK + "from flask_limiter import Limiter\n\nlimiter = Limiter(app)\n\n\n" + _POST),
    Good(_FAST + _LOGIN + "\n\ndef count_failed_logins(name):\n    return 3\n"),
    Good(
        {"app.py": _FAST + _LOGIN, "nginx.conf": "limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;\n"}
    ),
    Good(_FAST + "@app.get('/login')\ndef login():\n    return page()\n"),
    Good(_FAST + "@app.post('/login/google')\ndef login_google(token: str):\n    return check(token)\n"),
    Good(_FAST + "@app.post('/orders')\ndef order(name: str):\n    return make(name)\n"),
    Good({"app.py": _FAST + _LOGIN, "settings.py": "MAX_LOGIN_ATTEMPTS = 5\n"}),
    Good({"app.py": _FAST + _LOGIN, "models.py": "class User:\n    failed_attempts: int = 0\n"}),
)
