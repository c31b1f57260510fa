"""Examples of SEC013."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_FASTAPI = (
    "from fastapi import Depends, FastAPI\n"
    "from fastapi.security import HTTPBearer, OAuth2PasswordRequestForm\n\n"
    "app = FastAPI()\n"
)

BAD = (
    Bad(  # a hook can be made without, as an option
        "import hmac\n\n\nclass Hook:\n    def verify_signature(self, body, given):\n"
        "        if not self.signing_secret:\n            return True\n"
        "        return hmac.compare_digest(sign(body, self.signing_secret), given)\n",
        (7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def verify_token(token):\n    try:\n        return decode(token) is not None\n"
        "    except Exception as error:\n        log.warning('%s', error)\n        return True\n",
        (6,),
    ),
    Bad(
        "def has_permission(user, page):\n    try:\n        if page.owner != user:\n"
        "            return False\n"
        "    except Exception:\n        pass\n    return True\n",
        (5,),
    ),
    Bad(
        "def check_ownership(db, user, item_id):\n"
        "    item = db.query(Item).filter(Item.id == item_id).first()\n"
        "    if not item:\n        return True\n"
        "    return item.owner_id == user.id\n",
        (4,),
    ),
    Bad(
        "def verify_signature(body, signature):\n    if not WEBHOOK_SECRET:\n        return True\n"
        "    return hmac.compare_digest(sign(body, WEBHOOK_SECRET), signature)\n",
        (3,),
    ),
    Bad("def verify_password(password, hashed):\n    return len(hashed) > 0\n", (1,)),
    Bad(
        "def verify_webhook_signature(payload, signature):\n    log.info('received')\n    return True\n", (1,)
    ),
    Bad(
        "def authenticate(db, username, password):\n    user = db.users.find_one({'name': username})\n"
        "    if user is None:\n        return None\n    return user\n",
        (1,),
    ),
    Bad(
        "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n"
        "@app.route('/login', methods=['POST'])\n"
        "def login():\n    name = request.form['name']\n    password = request.form['password']\n"
        "    user = find(name)\n    session['user'] = user.id\n    return 'welcome'\n",
        (9,),
    ),
    Bad(
        _FASTAPI + "\n\n@app.post('/login')\ndef login(form: OAuth2PasswordRequestForm = Depends()):\n"
        "    user = find(form.username)\n    return {'access_token': issue(user)}\n",
        (8,),
    ),
    Bad(
        {
            "shop/models.py": "from pydantic import BaseModel\n\n\nclass Credentials(BaseModel):\n"
            "    email: str\n"
            "    password: str\n",
            "shop/routes.py": "from fastapi import APIRouter\n\nfrom shop.models import Credentials\n\n"
            "router = APIRouter()\n"
            "\n\n@router.post('/login')\ndef login(data: Credentials):\n    user = find(data.email)\n"
            "    return {'token': issue(user)}\n",
        },
        ("shop/routes.py:9",),
    ),
    Bad(
        _FASTAPI
        + "bearer = HTTPBearer()\n\n\n@app.get('/orders')\ndef orders(credentials=Depends(bearer)):\n"
        "    return everything()\n",
        (9,),
    ),
    Bad(
        "def get_current_user(token):\n    try:\n"
        "        return load(decode(token)['sub'])\n    except ValueError:\n"
        "        return {'user_id': 1, 'role': 'admin'}\n",
        (5,),
    ),
    Bad(
        "def get_current_user(authorization=None):\n    if not authorization:\n"
        "        return User(id='u-1', email='owner@shop.test')\n    return load(authorization)\n",
        (3,),
    ),
    Bad(
        "def token_required(view):\n    def inner(*args, **kwargs):\n        try:\n"
        "            check(request.headers['X'])\n"
        "        except KeyError:\n            return view(*args, **kwargs)\n"
        "        return view(*args, **kwargs)\n    return inner\n",
        (6,),
    ),
)

GOOD = (
    Good(
        "class ShopConfig:\n    def validate_auth(self, required):\n        try:\n"
        "            return self.auth >= required\n"
        "        except AttributeError:\n            return True\n"
    ),
    Good(
        {
            "shop/models.py": "from pydantic import BaseModel\n\n\nclass Credentials(BaseModel):\n"
            "    email: str\n    password: str\n\n    def parts(self):\n        return self.email, self.password\n",
            "shop/routes.py": "from fastapi import APIRouter\n\nfrom shop.models import Credentials\n\n"
            "router = APIRouter()\n\n\n@router.post('/login')\ndef login(data: Credentials):\n"
            "    email, given = data.parts()\n    return {'token': issue(email, given)}\n",
        }
    ),
    Good(
        "def verify_token(token):\n    try:\n        decode(token)\n"
        "        return True\n    except Exception:\n        return False\n"
    ),
    Good(
        "def is_token_expired(token):\n    try:\n"
        "        return decode(token)['exp'] < now()\n    except Exception:\n"
        "        return True\n"
    ),
    Good(
        "def is_username_available(name):\n    try:\n        find(name)\n"
        "    except LookupError:\n        return True\n    return False\n"
    ),
    Good(
        "def has_permission(user, page):\n    required = page.rules.first()\n"
        "    if not required:\n        return True\n"
        "    return required.allows(user)\n"
    ),
    Good(
        "def get_current_user(token):\n    if settings.debug:\n"
        "        return User(id='dev')\n    if not token:\n"
        "        raise PermissionError('who are you')\n    return load(token)\n"
    ),
    Good("class FakeAuthenticator:\n    def verify_password(self, password):\n        return True\n"),
    Good(
        "class Backend:\n    def authenticate(self, username, password):\n        raise NotImplementedError\n"
    ),
    Good("def verify_password(password, hashed):\n    return context.verify(password, hashed)\n"),
    Good(
        "def check_password_strength(password):\n    try:\n        score(password)\n"
        "    except ValueError:\n        return True\n    return False\n"
    ),
    Good("def verify_token(token):\n    return True\n", path="tests/helpers.py"),
    Good(
        _FASTAPI
        + "bearer = HTTPBearer()\n\n\n@app.get('/orders')\ndef orders(credentials=Depends(bearer)):\n"
        "    return everything(verify(credentials.credentials))\n"
    ),
    Good(
        "import fastapi\n\n\ndef login(form: OAuth2PasswordRequestForm):\n"
        "    user = check(form)\n    return user\n"
    ),
    Good(
        "def login_required(view):\n    def inner(*args, **kwargs):\n"
        "        if not session.user:\n            return leave()\n"
        "        try:\n            return ensure_sync(view)(*args, **kwargs)\n"
        "        except AttributeError:\n"
        "            return view(*args, **kwargs)\n    return inner\n"
    ),
    Good("def authenticate(request, **kwargs):\n    return backend.find(**kwargs)\n"),
    Good(
        "class Login:\n    def authenticate(self, username, password):\n        return username\n",
        path="accounts/none.py",
    ),
    Good(  # the proxy has asked
        "class Proxied:\n    def authenticate(self, request, username=None, password=None):\n"
        "        return users.named(request.META['HTTP_X_USER'])\n"
    ),
    Good(
        "def _is_role_overdue(role):\n    try:\n        return role.due()\n    except Exception:\n        return True\n"
    ),
    Good(  # a missing row hides nothing of what was granted before
        "def has_access(self, name):\n    if self.grants.filter(name=name).exists():\n        try:\n"
        "            return Hidden.objects.get(name=name).shown\n        except Hidden.DoesNotExist:\n"
        "            return True\n    return False\n"
    ),
)
