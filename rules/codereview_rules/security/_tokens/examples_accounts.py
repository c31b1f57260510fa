"""Examples of SEC026."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from .._secrets import samples

_WORD = samples.word()

_ANYWHERE = (
    Bad(
        f"def add_student(name, email):\n    return User.objects.create_user(name, email, '{_WORD}')\n", (2,)
    ),
    Bad(
        f"def register(data):\n    user = User(username=data['name'])\n"
        f"    user.set_password('{_WORD}')\n    user.save()\n",
        (3,),
    ),
    Bad(
        f"def load(rows):\n    for row in rows:\n"
        f"        db.add(User(email=row['email'], password='{_WORD}'))\n",
        (3,),
    ),
    Bad(
        f"from werkzeug.security import generate_password_hash\n\nINITIAL = '{_WORD}'\n\n\ndef add(email):\n"
        "    db.add(Person(email=email, password=generate_password_hash(INITIAL)))\n",
        (7,),
    ),
    Bad(
        f"def reset_password(self, user_id):\n    user = self.get(user_id)\n"
        f"    user.password = hash_password('{_WORD}')\n",
        (3,),
    ),
    Bad(
        f"def add(email):\n"
        f"    row = {{'email': email, 'hash': bcrypt.hashpw('{_WORD}'.encode(), bcrypt.gensalt())}}\n"
        f"    save(row)\n",
        (2,),
    ),
    Bad("def add(number):\n    return User.objects.create_user(username=number, password=number)\n", (2,)),
    Bad(
        f"def invite(request):\n"
        f"    User.objects.create_user(username=request.POST['name'], password='{_WORD}')\n",
        (2,),
    ),
)

_ROUTE = (
    "from fastapi import FastAPI\n\nfrom shop.users import hash_password, save\n\napp = FastAPI()\n\n\n"
    "@app.post('/members')\ndef add_member(email: str):\n"
)
_ROUTER = (
    "from fastapi import APIRouter\n\nfrom shop.users import hash_password, save\n\nrouter = APIRouter()\n\n\n"
    "@router.post('/members')\ndef add_member(email: str):\n    {}\n"
)
_BY_ROUTES = (
    Bad(
        _ROUTE + f"    save(email=email, password=hash_password('{_WORD}'))\n",
        (10,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # a router that no application includes, beside one that is
        {
            "shop/bots.py": _ROUTER.format(f"save(email=email, password=hash_password('{_WORD}'))"),
            "shop/orders.py": _ROUTER.format("save(email=email)"),
            "shop/main.py": "from fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\n"
            "app.include_router(orders.router)\n",
        },
        ("shop/bots.py:10",),
        confidence=Confidence.LOW,
    ),
    Bad(
        _ROUTE + f"    save(email=email, must_change_password=True, password=hash_password('{_WORD}'))\n",
        (10,),
        confidence=Confidence.LOW,
    ),
)
BAD: tuple[Bad, ...] = (*_ANYWHERE, *_BY_ROUTES)
GOOD = (
    Good(
        "import keyring\n\n\ndef keep(names):\n    for name in names:\n"
        "        keyring.set_password(name, 'key', 'not-a-login')\n"
    ),
    Good("def add(name, email, password):\n    return User.objects.create_user(name, email, password)\n"),
    Good(f"def first_start(db):\n    db.add(User(username='admin', password='{_WORD}'))\n"),
    Good(
        f"def create_admin(db):\n    user = User(username='admin')\n"
        f"    user.set_password('{_WORD}')\n    db.add(user)\n"
    ),
    Good(
        "def add(name):\n    user = User(username=name)\n"
        "    user.set_password(secrets.token_urlsafe())\n    return user\n"
    ),
    Good("def invite(email):\n    return User.objects.create_user(username=email, password='')\n"),
    Good(
        f"def seed_users(names):\n    for name in names:\n"
        f"        User.objects.create_user(name, '', '{_WORD}')\n"
    ),
    Good(
        f"def make(name):\n    return User.objects.create_user(name, '', '{_WORD}')\n",
        path="tests/factories.py",
    ),
    Good(
        "DUMMY = hash_password('nobody has this')\n\n\ndef check(user, password):\n"
        "    return verify(password, user.hash if user else DUMMY)\n"
    ),
    Good("def add(form):\n    return User(username=form.name, password=form.password)\n"),
    Good(
        "def add(name):\n    user = User(username=name)\n    user.set_unusable_password()\n    return user\n"
    ),
)
