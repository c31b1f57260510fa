"""Examples of SEC001 that say how sure it is: like values, with and without what says that they are in force."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from . import samples

_WORD = samples.word()
_RANDOM = samples.body(40)
_HOSTED = samples.url("postgresql", "app", "db.shop.io", _RANDOM)
_HIGH, _MEDIUM, _LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
_BESIDE = "services:\n  depot:\n    image: {}\n    environment:\n      - SECRET_" + f"KEY={_RANDOM}\n"
_SEARCH = '  finder:\n    image: elasticsearch:8\n    environment:\n      "xpack.security.enabled": "{}"\n'
_PLAY = "- hosts: {}\n  environment:\n    TILL_SECRET: " + f"{_RANDOM}\n"
_OWN_COMPOSE = "services:\n  shop:\n    build: .\n"
_DESCRIBED = '{{"code": "Name: <name>\\n{}: sha256~' + samples.body(43) + '\\nExpires In: 86400"}}\n'

BAD = (
    # A service that is built elsewhere, to try the program against; the same without a word of that.
    Bad(
        {"compose.yml": _OWN_COMPOSE, "depot/compose.yml": "# for the test suite\n" + _BESIDE.format("shop/depot:2")},
        ("depot/compose.yml:6",),
        confidence=_LOW,
    ),
    Bad(
        {"compose.yml": _OWN_COMPOSE, "depot/compose.yml": "# for the shop\n" + _BESIDE.format("shop/depot:2")},
        ("depot/compose.yml:6",),
        confidence=_MEDIUM,
    ),
    # Services for the work on a program: one of them is open to everybody, or none is.
    Bad(
        {"Dockerfile": "FROM python:3.12\n", "compose.yml": _BESIDE.format("shop/depot:2") + _SEARCH.format("false")},
        ("compose.yml:5",),
        confidence=_LOW,
    ),
    Bad(
        {"Dockerfile": "FROM python:3.12\n", "compose.yml": _BESIDE.format("shop/depot:2") + _SEARCH.format("true")},
        ("compose.yml:5",),
        confidence=_MEDIUM,
    ),
    # What a command writes about a token names it; a header has it.
    Bad({"data/guide.json": _DESCRIBED.format("Authorize Token")}, ("data/guide.json:1",), confidence=_LOW),
    Bad({"data/call.json": _DESCRIBED.format("Authorization")}, ("data/call.json:1",), confidence=_HIGH),
    # A format that only secrets have needs nothing beside it, but a sample outweighs it.
    Bad(f"STRIPE_KEY={samples.stripe()}\n", (1,), path="pay.conf", confidence=_HIGH),
    Bad(f"Use {samples.stripe()} as the key.\n", (1,), path="docs/pay.md", confidence=_LOW),
    Bad(
        f'def test_upload():\n    upload("{samples.stripe()}")\n', (2,), path="tests/test_upload.py", confidence=_LOW
    ),
    # A generated value that the program hands on: in a call, a header, under a name that it reads.
    Bad(f'client = connect(api_key="{_RANDOM}")\n', (1,), path="mail.py", confidence=_HIGH),
    Bad(
        f'headers = {{"X-Api-Key": "{_RANDOM}"}}\nget(URL, headers=headers)\n', (1,), path="mail.py", confidence=_HIGH
    ),
    Bad(f'def send():\n    token = "{_RANDOM}"\n    post(URL, token)\n', (2,), path="mail.py", confidence=_HIGH),
    Bad(
        f"def check(key):\n    api_key = '{_RANDOM}'\n    return key == api_key\n",
        (2,),
        path="mail.py",
        confidence=_LOW,
    ),
    # A setting is in force where something reads it.
    Bad(
        {"mail/config.py": f'MAIL_API_KEY = "{_RANDOM}"\n', "mail/send.py": "from .config import MAIL_API_KEY\n"},
        ("mail/config.py:1",),
        confidence=_MEDIUM,
    ),
    Bad(
        {"mail/config.py": f'MAIL_API_KEY = "{_RANDOM}"\n', "mail/send.py": "import smtplib\n"},
        ("mail/config.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {"config.ini": f"[mail]\napi_key = {_RANDOM}\n", "send.py": 'settings = read("config.ini")\n'},
        ("config.ini:2",),
        confidence=_MEDIUM,
    ),
    Bad(f"[mail]\napi_key = {_RANDOM}\n", (2,), path="mail.conf", confidence=_LOW),
    # Files that deploy are in force by themselves; a script, where it sets the value for what it starts.
    Bad(f"environment:\n  TILL_SECRET: {_RANDOM}\n", (2,), path="compose.yml", confidence=_MEDIUM),
    Bad(f"export TILL_TOKEN={_RANDOM}\n", (1,), path="deploy.sh", confidence=_MEDIUM),
    # A URL leads elsewhere, or to a service of the same set-up.
    Bad(f'engine = create_engine("{samples.url(host="db.shop.io")}")\n', (1,), path="db.py", confidence=_MEDIUM),
    Bad(f'engine = create_engine("{samples.url(host="db")}")\n', (1,), path="db.py", confidence=_LOW),
    # Keys of pages look the same as keys of servers.
    Bad(f'const apiKey = "{_RANDOM}"\n', (1,), path="web/map.js", confidence=_LOW),
    Bad(f'call({{apiKey: "{_RANDOM}"}})\n', (1,), path="server/call.js", confidence=_LOW),
    # A chosen word: on a host elsewhere with a user of its own, on the own machine, beside an address.
    Bad(
        f'connect(host="db.shop.io", user="till", password="{_WORD}")\n', (1,), path="till.py", confidence=_MEDIUM
    ),
    Bad('connect(host="localhost", user="till", pass' + 'word="Tulips2!")\n', (1,), path="till.py", confidence=_LOW),
    Bad(
        "[mail]\nuser = till@shop.io\nhost = smtp.shop.io\npass" + "word = Tulips2!\n",
        (4,),
        path="config.ini",
        confidence=_MEDIUM,
    ),
    # What the program compares, and the account that it makes.
    Bad("if (user == 'till' && pass" + "word == 'Tulips2!') {\n", (1,), path="login.php", confidence=_LOW),
    Bad(
        "User.objects.create_superuser('till', 'till@shop.io', 'Tulips" + "2!')\n",
        (1,),
        path="start.py",
        confidence=_MEDIUM,
    ),
    # A key that parses, and what is cut to its edges.
    Bad(samples.private_key() + "\n", (1,), path="deploy/server.txt", confidence=_HIGH),
    Bad(
        samples.private_key()[:-60] + samples.private_key()[-32:] + "\n",
        (1,),
        path="deploy/server.txt",
        confidence=_LOW,
    ),
    # The same key where a team works on the program, and in a copied library.
    Bad(f"environment:\n  TILL_SECRET: {_RANDOM}\n", (2,), path="compose.dev.yml", confidence=_LOW),
    Bad(f'{{"token": "{_RANDOM}"}}\n', (1,), path="static/plugins/chart-2.6.0/book.json", confidence=_LOW),
    # What signs or administrates in a file for production, whatever word it is; a login that a guide tells.
    Bad(
        "services:\n  till:\n    environment:\n      - SECRET_" + "KEY=tulips-and-roses-7\n",
        (4,),
        path="compose.prod.yml",
        confidence=_MEDIUM,
    ),
    Bad(
        "services:\n  till:\n    environment:\n      - SECRET_" + "KEY=tulips-and-roses-7\n",
        (4,),
        path="compose.yml",
        confidence=_LOW,
    ),
    Bad(
        "Environment=SSH_HOST=51.15.88.7\nEnvironment=SSH_USER=root\nEnvironment=SSH_PASS" + "WORD=Tulips42Roses!\n",
        (3,),
        path="docs/server.md",
        confidence=_MEDIUM,
    ),
    Bad(
        "services:\n  till:\n    environment:\n      ADMIN_PASS" + "WORD: Tulips2!\n      DB_HOST: localhost\n",
        (4,),
        path="compose.prod.yml",
        confidence=_MEDIUM,
    ),
    # An account that can only read, by its name.
    Bad(
        f'engine = create_engine("{samples.url(user="readonly", host="db.shop.io")}")\n',
        (1,),
        path="db.py",
        confidence=_LOW,
    ),
    # The role that passes all rules of a database; a token under a name that the program hands on.
    Bad(f'KEY = "{samples.json_web_token("service_role")}"\n', (1,), path="jobs/fill.py", confidence=_HIGH),
    Bad(
        f'TOKEN = "{samples.json_web_token()}"\nclient = connect(TOKEN)\n', (1,), path="fill.py", confidence=_MEDIUM
    ),
    Bad(f'TOKEN = "{samples.json_web_token()}"\n', (1,), path="fill.py", confidence=_LOW),
    # The secret of an application beside the name that a service knows it by; without it nothing reads it.
    Bad(
        f'CLIENT_ID = "till-40718.apps"\nCLIENT_SECRET = "{samples.body(24)}"\n',
        (2,),
        path="shop/settings.py",
        confidence=_MEDIUM,
    ),
    Bad(f'CLIENT_SECRET = "{samples.body(24)}"\n', (1,), path="shop/settings.py", confidence=_LOW),
    # What deploys, by its folder, its name, or what it says of itself.
    Bad(f"TILL_SECRET={_RANDOM}\n", (1,), path="config/env.external", confidence=_MEDIUM),
    Bad(f"environment:\n  TILL_SECRET: {_RANDOM}\n", (2,), path="compose.prod.yml", confidence=_HIGH),
    Bad(f"client_secret: {_RANDOM}\n", (1,), path="playbooks/till.yml", confidence=_MEDIUM),
    Bad(_PLAY.format("localhost"), (3,), path="ansible/deploy_local.yml", confidence=_LOW),
    Bad(_PLAY.format("tills"), (3,), path="ansible/deploy_local.yml", confidence=_MEDIUM),
    Bad(_PLAY.format("localhost"), (3,), path="ansible/deploy_cloud.yml", confidence=_MEDIUM),
    Bad(f"license_key = {samples.body(40, samples.HEX)}\n", (1,), path="newrelic.ini", confidence=_MEDIUM),
    Bad(
        "services:\n  a:\n    environment:\n      - APP_ENV=production\n      - SECRET_" + "KEY=tulips-and-roses-7\n",
        (5,),
        path="compose.yml",
        confidence=_MEDIUM,
    ),
    Bad(f"    POSTGRES_PASSWORD: {_RANDOM}\n", (1,), path="compose.prod.yml", confidence=_MEDIUM),
    Bad(f"till_password_crypted: {samples.body(32, samples.HEX)}\n", (1,), path="playbooks/till.yml", confidence=_LOW),
    # A line that is a comment keeps what opens a host elsewhere.
    Bad(f'# DB = "{_HOSTED}"\n', (1,), path="db.py", confidence=_HIGH),
    # What a checker wrote down, what ends within hours, and what comments say to be published.
    Bad(f'{{"JWT_SECRET": "{_RANDOM}"}}\n', (1,), path="secrets_audit_results.json", confidence=_LOW),
    Bad(f'{{"shop_access_token": "{_RANDOM}"}}\n', (1,), path="config/token.json", confidence=_LOW),
    Bad(
        f'engine = create_engine("{samples.url(host="db.shop.io")}")  # is public already\n',
        (1,),
        path="db.py",
        confidence=_LOW,
    ),
    # Notes: what every visitor has, a word of development in the folder of a tool that deploys, a made-up user.
    Bad(f'<script>{{"accessToken": "{_RANDOM}"}}</script>\n', (1,), path="saved/shop.html", confidence=_LOW),
    Bad("db_password: Tulips" + "2!\n", (1,), path="helm/till/values-dev.yaml"),
    Bad("register_user(name, pass" + "word='Tulips2!')\n", (1,), path="measure.py", confidence=_LOW),
)  # fmt: skip

GOOD = (
    Good("till_pass" + "word: !unsafe '{{ till }}'\n", path="roles/till/vars/main.yml"),
    # A path with variables, and what the bytes of a font look like.
    Good("secrets:\n  DJANGO_SECRET_KEY: /till/${STAGE}/SECRET_KEY\n", path="till.yml"),
    Good(f'fonts = {{"a.ttf": "{samples.body(300)}1//0{samples.body(200)}"}}\n', path="fonts.js"),
    # What names a secret, or is set for one command of a build.
    Good(
        "data:\n  - secretKey: TILL_SECRET_" + "KEY_2\n    remoteRef:\n      key: till\n", path="store.yaml"
    ),
    Good(
        "FROM a\nRUN MODE=build SECRET_" + "KEY=build-tulips-7 python -c 'import till'\n", path="Dockerfile"
    ),
    Good("signing_" + "key: !Find [model, [name, Self-signed]]\n", path="flow.yaml"),
    Good(
        "var roleID = {\n  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'\n"
        "  vaultSecret: '4633458b-17de-408a-b874-0445c86b69e6'\n}\n",
        path="infra/roles.bicep",
    ),
    Good('state = {"secret_key": "configured" if secret else "missing"}\n', path="state.py"),
    Good(
        '{"docs": [{"text": "set \\"db_password\\": \\"Tulips' + '2!\\""}]}\n', path="site/search_index.json"
    ),
    Good("<script>const r=10, pw=286,ph=62;</script>\n", path="draw.html"),
    Good('msgid "Password"\nmsgstr "Passwort"\n', path="locale/de/LC_MESSAGES/django.po"),
    Good('password = getpass.getpass("Password: ")\ntoken = secrets.token_hex(32)\n'),
)
