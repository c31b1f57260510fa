"""Examples of SEC003 that say how sure it is: what lowers the confidence in a default, and what is none."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from . import samples

_RANDOM = samples.body(40)
_LOW = Confidence.LOW
_TILL = (
    'TILL_URL = os.getenv("TILL_URL")\nTILL_PASSWORD = os.getenv("TILL_PASSWORD", "{}")\n'
    "connect(TILL_URL, TILL_PASSWORD)\n"
)

_LEFT = "replace-" + "with-tulips"
_SEALS = (
    "import shop.config\n\nsettings = shop.config.Settings()\nsettings.check()\nseal(settings.signing_key)\n"
)
_REFUSED = (
    f'    signing_key: SecretStr = SecretStr("{_LEFT}")\n\n    def check(self):\n'
    '        for name, held in (("SIGNING_KEY", self.signing_key), ("PORT", self.port)):\n'
    '            if held.get_secret_value().startswith("{}"):\n                raise ValueError(name)\n'
)
_HELD = (
    'LEFT = {"signing_key": SAME}\n\n\nclass Settings(BaseSettings):\n'
    f'    signing_key: str = "{_LEFT}"\n\n    def check(self):\n'
    "        kept = [name for name, left in LEFT.items() if getattr(self, name) == left]\n"
    "        if kept and not self.trial:\n            raise RuntimeError(kept)\n"
)
_BASE = 'SECRET_KEY = env("SECRET_KEY", default="tulips-7")\n'
_OWN_DEFAULT = 'import shop.config\n\nSEAL = sign(os.getenv("SECRET_KEY", "tulips-7"))\n'
_PARTS = (
    "import os\n\nif os.getenv('STAGE') == 'live':\n    DEFAULT_SECRET_KEY = 'dev-key-of-the-shop'\n"
    "SECRET_KEY = os.getenv('SECRET_KEY', DEFAULT_SECRET_KEY)\n\n\n"
    "def check_keys():\n    for part in ('dev-', 'test-'):\n"
    "        if {} in {}:\n            raise ValueError(part)\n\n\ncheck_keys()\n"
)
_STORE = (
    'class Settings(BaseSettings):\n    object_storage_endpoint: str = "http://{}:9000"\n'
    '    object_storage_secret_key: str = "shop-till-tulips"\n\n\n'
    "depot(Settings().object_storage_secret_key)\n"
)
_HANDLED = (
    'try:\n    app.secret_key = held["secret_key"]\nexcept Exception:\n{}    app.secret_key = "tulips-7"\n'
)
_PAYS = (
    'PAY_SHOP_URL = env("PAY_SHOP_URL", default="https://{}.pay.net/")\n'
    'PAY_SHOP_HMAC_KEY = env("PAY_SHOP_HMAC_KEY", default="{}")\nseal(PAY_SHOP_HMAC_KEY)\n'
)
_COUNTED = "0123456789" + "ABCDEF"
_ASGI = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.live")\nimport django\n'
_VARIANT = 'SECRET_KEY = "tulips-and-roses-7"\nDEBUG = True\n'
_STARTED = {"shop/settings.py": "DEBUG = False\n", "shop/asgi.py": _ASGI.replace(".live", "")}
_VIEWS = (
    "from django.http import HttpResponse\n\n\ndef join(request):\n"
    '    return save(password=request.POST.get("password", "tulips-7"))\n\n\n'
    "def leave(request):\n    return HttpResponse()\n"
)
_URLS = (
    "from django.urls import path\nfrom . import views, lists\n\n"
    "urlpatterns = [path('a', views.{}), path('b', lists.all)]\n"
)
_LISTS = "from django.http import HttpResponse\n\n\ndef all(request):\n    return HttpResponse()\n"
_SIGNED = (
    'held = os.getenv("SESSION_SECRET", "tulips-and-roses-7")\n'
    "app.add_middleware(SessionMiddleware, secret_key=held, https_only=True)\n"
)
_PLAIN = {
    "shop/lists.py": "def all():\n    return []\n",
    "shop/start.py": "import shop.app\nimport shop.lists\n",
}

_FIELDS = "class {}Config(BaseSettings):\n    PASSWORD: SecretStr = SecretStr('tulips" + "7')\n"
_MIXED = (
    "import hashlib\nimport secrets\n\n\ndef made(settings, entropy=secrets.token_bytes(32), user=b''):\n"
    "    return hashlib.sha256(settings.app_secret + {}).digest()\n\n\nclass Config:\n"
    f"    app_secret: bytes = b'{_RANDOM}'\n"
)

BAD = (
    # What a loop finds in the setting is refused, and with it what stands in for the setting.
    Bad(_PARTS.format("part", "SECRET_KEY.lower()"), (4,), confidence=_LOW),
    Bad(_PARTS.format("part", "HOST.lower()"), (4,), confidence=Confidence.MEDIUM),
    # The address is asked for, and has a password.
    Bad('env = Env()\nP = env.db("SHOP_URL").get("PASSWORD", "shop-till")\n', (2,), confidence=_LOW),
    Bad('env = Env()\nP = env.get("ADMIN_PASSWORD", "shop-till")\n', (2,), confidence=Confidence.MEDIUM),
    # A middleware for sessions, in a program that has some, and in one that has none.
    Bad({**_PLAIN, "shop/app.py": _SIGNED}, ("shop/app.py:1",), confidence=_LOW),
    Bad(
        {
            **_PLAIN,
            "shop/app.py": _SIGNED,
            "shop/cart.py": "def cart(request):\n    return request.session\n",
        },
        ("shop/app.py:1",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(_SIGNED, (1,), confidence=Confidence.MEDIUM),
    # A view that no URL leads to, and one that has its URL.
    Bad(
        {"shop/views.py": _VIEWS, "shop/urls.py": _URLS.format("leave"), "shop/lists.py": _LISTS},
        ("shop/views.py:5",),
        confidence=_LOW,
    ),
    Bad(
        {"shop/views.py": _VIEWS, "shop/urls.py": _URLS.format("join"), "shop/lists.py": _LISTS},
        ("shop/views.py:5",),
        confidence=Confidence.MEDIUM,
    ),
    # Settings that nothing asks for, where it asks for others.
    Bad({**_STARTED, "shop/settings_simple.py": _VARIANT}, ("shop/settings_simple.py:1",), confidence=_LOW),
    Bad(
        {**_STARTED, "shop/settings_production.py": _VARIANT},
        ("shop/settings_production.py:1",),
        confidence=Confidence.MEDIUM,
    ),
    # Nothing that a generator gives, where the service is one for trying; a generated one, or the service itself.
    Bad(_PAYS.format("preprod-till", _COUNTED * 4), (2,), confidence=_LOW),
    Bad(_PAYS.format("preprod-till", _RANDOM), (2,), confidence=Confidence.HIGH),
    Bad(_PAYS.format("till", _COUNTED * 4), (2,), confidence=Confidence.MEDIUM),
    # The handler says that it was left so, or is silent.
    Bad(_HANDLED.format('    log.warning("no key is set")\n'), (5,), confidence=_LOW),
    Bad(_HANDLED.format(""), (4,), confidence=Confidence.MEDIUM),
    # What starts processes for tests.
    Bad('SIGNING_KEY = "tulips-and-roses"\n', (1,), path="shop_testkit/cluster.py", confidence=_LOW),
    # What a store of objects on the own machine or beside is logged in to with.
    Bad(_STORE.format("localhost"), (3,), confidence=_LOW),
    Bad(_STORE.format("depot"), (3,), confidence=_LOW),
    Bad(_STORE.format("depot.shop.net"), (3,), confidence=Confidence.MEDIUM),
    # What production starts with asks for it again: with no default, or with the one that is there.
    Bad(
        {
            "shop/settings/base.py": _BASE,
            "shop/settings/live.py": 'from .base import *\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
            "shop/settings/staging.py": "from .base import *\n",
            "shop/asgi.py": _ASGI,
        },
        ("shop/settings/base.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/settings/base.py": _BASE.replace('env("', 'env("DJANGO_'),
            "shop/settings/live.py": 'from .base import *\n\nSECRET_KEY = env("SECRET_KEY", default="")\n',
            "shop/asgi.py": _ASGI,
        },
        ("shop/settings/base.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/settings/base.py": _BASE,
            "shop/settings/live.py": 'from .base import *\n\nSECRET_KEY = env("SECRET_KEY", default=SECRET_KEY)\n',
            "shop/asgi.py": _ASGI,
        },
        ("shop/settings/base.py:1",),
        confidence=Confidence.MEDIUM,
    ),
    # Settings that are made at the start have a field for the same variable.
    Bad(
        {
            "shop/config.py": "class Settings(BaseSettings):\n    SECRET_KEY: str\n\n\nsettings = Settings()\n",
            "shop/seals.py": _OWN_DEFAULT,
        },
        ("shop/seals.py:3",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/config.py": "class Settings(BaseSettings):\n    SECRET_KEY: str = ''\n\n\nsettings = Settings()\n",
            "shop/seals.py": _OWN_DEFAULT,
        },
        ("shop/seals.py:3",),
        confidence=Confidence.MEDIUM,
    ),
    # The program begins to run with none that was left so, of all that a loop goes over.
    Bad(
        {
            "shop/config.py": "class Settings(BaseSettings):\n" + _REFUSED.format("replace-"),
            "shop/start.py": _SEALS,
        },
        ("shop/config.py:2",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/config.py": "class Settings(BaseSettings):\n" + _REFUSED.format("sk-"),
            "shop/start.py": _SEALS,
        },
        ("shop/config.py:2",),
        confidence=Confidence.MEDIUM,
    ),
    Bad({"shop/config.py": _HELD, "shop/start.py": _SEALS}, ("shop/config.py:5",), confidence=_LOW),
    # Helpers that projects write for themselves look settings up too.
    Bad(
        'ADMIN_PASSWORD = get_env_value("ADMIN_PASSWORD", "tulips' + '7")\n',
        (1,),
        confidence=Confidence.MEDIUM,
    ),
    # A comment says that the value is none to be kept; it may be a generated one.
    Bad(f'# innocuous, made for this check alone\nSIGNING_KEY = "{_RANDOM}"\n', (2,), confidence=_LOW),
    Bad(f'# for the till\nSIGNING_KEY = "{_RANDOM}"\nseal(SIGNING_KEY)\n', (2,), confidence=Confidence.HIGH),
    # The file warns where it was left so; each installation makes its own file; steps that build run with it.
    Bad(
        'JWT_SECRET = os.getenv("JWT_SECRET", "tulips-7")\nif JWT_SECRET == "tulips-7":\n    log.warning("set it")\n',
        (1,),
        confidence=_LOW,
    ),
    Bad(
        'LEFT_SECRET_KEY = "tulips-7"\nsecret_key = os.getenv("SECRET_KEY", LEFT_SECRET_KEY)\n'
        'if secret_key == LEFT_SECRET_KEY:\n    log.warning("set it")\n',
        (1,),
        confidence=_LOW,
    ),
    Bad('SECRET_KEY = "tulips-7"\n', (1,), path="shop/settings_template.py", confidence=_LOW),
    Bad(
        f'SECRET_KEY = env("SECRET_KEY", default="{_RANDOM}")\n',
        (1,),
        path="shop/settings/ci.py",
        confidence=_LOW,
    ),
    # What it is sent to has to have the same; a word that somebody chose may be the one.
    Bad(_TILL.format("roses"), (2,), confidence=_LOW),
    Bad(_TILL.format("tulips7"), (2,), confidence=Confidence.MEDIUM),
    Bad('P = os.getenv("NEO4J_PASSWORD", "tulips' + '7")\n', (1,), confidence=_LOW),
    # The password of a database by the name of its settings; what an object is given, or a word.
    Bad(_FIELDS.format("Database"), (2,), confidence=_LOW),
    Bad(_FIELDS.format("Account"), (2,), confidence=Confidence.MEDIUM),
    Bad(
        "class Till:\n    def __init__(self, password=None):\n        self.password = password or 'tulips"
        + "7'\n",
        (3,),
        confidence=_LOW,
    ),
    # Hashed with what is not in the code; settings that extend those of development.
    Bad(_MIXED.format("entropy"), (10,), confidence=_LOW),
    Bad(_MIXED.format("user"), (10,), confidence=Confidence.HIGH),
    Bad(
        "class Localdev(Base):\n    pass\n\n\nclass Tools(Localdev):\n    SECRET_KEY = 'tulips'\n",
        (6,),
        path="shop/settings.py",
        confidence=_LOW,
    ),
    # No hash is made of it.
    Bad('row = {"password_hash": data.get("password_hash", "change' + 'me")}\n', (1,), confidence=_LOW),
    # The settings always have the field; another module has a variable of the same name.
    Bad(
        {
            "shop/settings.py": "class Settings(BaseSettings):\n    secret_key: str\n",
            "shop/sign.py": 'KEY = getattr(settings, "secret_key", "tulips-7")\nseal(KEY)\n',
        },
        ("shop/sign.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/helpers.py": 'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7")\n',
            "shop/start.py": 'import shop.helpers\nfrom shop.keys import load\n\nTOKEN = load("x")\nseal(TOKEN)\n',
            "shop/keys.py": "SECRET_KEY = load()\nseal(SECRET_KEY)\n",
        },
        ("shop/helpers.py:1",),
        confidence=_LOW,
    ),
    Bad('class Settings(BaseSettings):\n    admin_token: str = "change-me-now"\n', (2,)),
    Bad('app.secret_key = os.environ.get("SK", "dev")\n', (1,)),
    Bad('env = Env(SECRET_KEY=(str, "dev-key"), DEBUG=(bool, False))\n', (1,)),
)

GOOD = (
    Good('_STREAK_HASH_KEY = "shop_streak_state"\n'),
    Good("name = str(uuid.uuid4())\nmac = hmac.new(b'key', name.encode(), 'sha1').hexdigest()\n"),
    Good('set_env("SECRET_KEY", "tulips-7")\n'),
)
