"""Examples of SEC001: where secrets stand, and what looks like one."""

from __future__ import annotations

import base64

from codereview.api import Bad, Good

from . import samples

_WORD = samples.word()
_RANDOM = samples.body(40)

BAD = (
    Bad(f'client = connect(token="{samples.github()}")\n', (1,)),
    Bad(
        f"AWS_ACCESS_KEY_ID = '{samples.aws()}'\nAWS_SECRET_ACCESS_KEY = '{_RANDOM}'\n",
        (1, 2),
        path="settings.py",
    ),
    Bad(
        f'DATABASES = {{"default": {{"USER": "shop", "PASSWORD": "{_WORD}"}}}}\n',
        (1,),
        path="settings.py",
    ),
    Bad(f'engine = create_engine("{samples.url("postgresql+psycopg")}")\n', (1,), path="db.py"),
    Bad(f'import MySQLdb\n\ndb = MySQLdb.connect("db1", "root", "{_WORD}", "shop")\n', (3,), path="db.py"),
    Bad(f'user, password = "app", "{_WORD}"\n', (1,), path="auth.py"),
    Bad('resource "aws_db_instance" "a" {\n  password = "' + 'Password123"\n}\n', (2,), path="rds.tf"),
    Bad(
        "services:\n  flow:\n    command: >\n      server --store postgresql:" + "//flow:flow@db/flow\n",
        (4,),
        path="compose.yaml",
    ),
    Bad("db.password=${DB_PASSWORD:" + "wrz2z9}\n", (1,), path="application.properties"),
    Bad(
        f"[robot]\nurl = https://oapi.dingtalk.com/robot/send?access_token={samples.body(64, samples.HEX)}\n",
        (2,),
        path="robot.ini",
    ),
    Bad(f'char password[25] = "{_WORD}";\n', (1,), path="login.c"),
    Bad(f'val password = System.getenv("DB_PASSWORD") ?: "{_WORD}"\n', (1,), path="Settings.kt"),
    Bad(f'storePassword "{_WORD}"\n', (1,), path="app/build.gradle"),
    Bad(f'<resources><string name="api_key">{_RANDOM}</string></resources>\n', (1,), path="res/keys.xml"),
    Bad(f'$login = ConvertTo-SecureString "{_WORD}" -AsPlainText -Force\n', (1,), path="login.ps1"),
    Bad(f"[web]\nweb1 ansible_user=root ansible_ssh_pass={_WORD}\n", (2,), path="inventory/hosts.ini"),
    Bad('app.use(session({ secret: "' + 'purple tulip", resave: false }))\n', (1,), path="server.js"),
    Bad(f'const tag = crypto.createHmac("sha256", "{_RANDOM}")\n', (1,), path="sign.js"),
    Bad('url = f"https:' + f'//{{user}}:{_WORD}@git.internal/shop.git"\n', (1,), path="clone.py"),
    Bad(f'api_id = 17\napi_hash = "{samples.body(32, samples.HEX)}"\n', (2,), path="bot.py"),
    Bad(f'if "{_RANDOM}" == api_key:\n    pass\n', (1,), path="check.py"),
    Bad('rpcpassword="' + "w{{r}o$" + '{q]"\n', (1,), path="node.conf"),
    Bad(f'def login(password):\n    return password == "{_WORD}"\n', (2,), path="auth.py"),
    Bad(f'PASSWORD = (\n    "{_WORD}"\n    "{_WORD}"\n)\n', (2,), path="conf.py"),
    Bad(
        "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: " + "postgres\n",
        (4,),
        path="docker-compose.yml",
    ),
    Bad(
        f"services:\n  db:\n    environment:\n      - MYSQL_ROOT_PASSWORD={_WORD}\n",
        (4,),
        path="compose.yaml",
    ),
    Bad(f"FROM python:3.12\nENV DEBUG=0 API_TOKEN={_RANDOM}\n", (2,), path="Dockerfile"),
    Bad(f"export SMTP_PASSWORD='{_WORD}'\n", (1,), path="deploy.sh"),
    Bad(f"mysqldump -u root -p{_WORD} shop > shop.sql\n", (1,), path="backup.sh"),
    Bad(f"curl -u deploy:{_WORD} https://ci.internal/build\n", (1,), path="build.sh"),
    Bad(
        f'variable "db_password" {{\n  type    = string\n  default = "{_WORD}"\n}}\n',
        (3,),
        path="main.tf",
    ),
    Bad(f"[smtp]\nuser = mailer\npassword = {_WORD}\n", (3,), path="app.ini"),
    Bad(f'{{"db": {{"user": "shop", "password": "{_WORD}"}}}}\n', (1,), path="config.json"),
    Bad(f"const apiKey = '{_RANDOM}';\n", (1,), path="client.js"),
    Bad(f"<datasource><password>{_WORD}</password></datasource>\n", (1,), path="ds.xml"),
    Bad(f"CREATE USER shop IDENTIFIED BY '{_WORD}';\n", (1,), path="init.sql"),
    Bad(f"Use this:\n\n    token: {samples.slack()}\n", (3,), path="README.md"),
    Bad(
        '{"cells": [{"cell_type": "code", "source": ["import os\\n",\n'
        f'"os.environ[\\"OPENAI_API_KEY\\"] = \\"{_RANDOM}\\"\\n"]}}]}}\n',
        (2,),
        path="explore.ipynb",
    ),
    Bad(samples.private_key() + "\n", (1,), path="deploy/server.txt"),
    Bad(f'headers = {{"Authorization": "Bearer {samples.json_web_token()}"}}\n', (1,), path="call.py"),
    Bad(f'headers = {{"Authorization": "Basic {samples.basic()}"}}\n', (1,), path="call.py"),
)

GOOD = (
    Good('resource "key" "a" {\n  customer_master_key_spec = "SYMMETRIC_ONE"\n}\n', path="keys.tf"),
    Good('PASSWORD = os.environ["DB_PASSWORD"]\nTOKEN = ""\nSECRET = None\n'),
    Good('API_KEY = "YOUR_API_KEY"\npassword = "<your-password>"\nsecret_key = "xxxxxxxxxxxx"\n'),
    Good(
        'FORGOT_PASSWORD = "forgot-password"\nPASSWORD_RESET_URL = '
        '"/password/reset"\nCONF_PASSWORD = "password"\n'
    ),
    Good('HELP = {"SECRET_KEY": "Secret key of the sessions", "STRIPE_SECRET_KEY": "Stripe secret key"}\n'),
    Good("# require" + "pass queue_pass\nport 6379\n", path="redis.conf"),
    Good("<users>\n  For example: <password>tulips</password>.\n</users>\n", path="users.xml"),
    Good("-- mysql -u shop -" + "pshop -h db shop < seed.sql\nSELECT 1;\n", path="seed.sql"),
    Good(
        '{"chunk": "' + "word " * 420 + 'SESSION_SECRET=change-me-now in the file"}\n',
        path="vectors/3cb87b64",
    ),
    Good(
        'class Start:\n    admin = {"userName": "admin", "password": "tulips"}\n',
        path="test_suites/login/setup.py",
    ),
    Good('url = f"https:' + '//{user}:x-oauth-basic@git.internal/shop.git"\n'),
    Good(
        'password = "{{ vault_password }}"\ntoken = "${API_TOKEN:-}"\nsecret = "a-${NAME}-${id}"\n',
        path="vars.yml",
    ),
    Good('<string name="password_hint">Your password, please</string>\n', path="res/keys.xml"),
    Good('keyAlias "upload"\nstorePassword System.getenv("STORE_PASSWORD")\n', path="app/build.gradle"),
    Good('NAMES = {"mail": "email", "pwd": "password", "passwd": "password"}\n', path="names.py"),
    Good('[login]\npassword=xpath->//input[@name="password"]\n', path="pages.ini"),
    Good('newErrors.secret_key = "Corporate key is required";\n', path="register.jsx"),
    Good(
        '{"state": "No TLS. JWT_SECRET=' + "'very-secret-change-me' as default." + '"}\n',
        path="hardening.json",
    ),
    Good('def check():\n    PASSWORD = "tulips' + '99"\n', path="scripts/promote_e2e.py"),
    Good(
        'raise ValueError("no header: -----BEGIN '
        + "PRIVATE KEY----- (one form) or -----BEGIN RSA "
        + "PRIVATE KEY----- was expected, and -----END "
        + 'PRIVATE KEY----- as the last line of the file")\n'
    ),
    Good('echo "Example: ADMIN_PASSWORD=' + "'Tulips" + "2!'" + ' bash install.sh"\n', path="install.sh"),
    Good(f"token = '0x{samples.body(40, samples.HEX)}'\n", path="balances.py"),
    Good('form = {"placeholders": {"login": "the account", "password": "secret"}}\n', path="hook.py"),
    Good('RESOURCE_PASSWORD = "Passwords"\n', path="permissions.py"),
    Good("environment:\n  SMTP_PASSWORD: sua-senha-" + "de-app\n", path="compose.yml"),
    Good('showpassword = "yes"\nresetpassword = "later"\npassword[0] = "a"\n', path="state.py"),
    Good('SCHEMES = "HTTPBearer OAuth2PasswordBearer OAuth2AuthorizationCodeBearer"\n'),  # names of classes
    Good('token = "cache"\ntoken_type = "bearer"\nmax_tokens = "4096"\nsecret_name = "db-credentials"\n'),
    Good(
        'if settings.DB_PASSWORD == "tulips99":\n    warnings.append("The password is the delivered one")\n',
        path="start.py",
    ),
    Good('@override_settings(DEBUG=True, EMAIL_PASSWORD="tulips' + '99")\ndef run():\n    pass\n'),
    Good(
        f"paths:\n  /login:\n    example:\n      db_password: {_WORD}\n",
        path="api/paths.yaml",
    ),
    Good('TOKEN = "ey' + "JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" + '.the-new-token"\n', path="call.py"),
    Good('text = "Set postgres:' + '//shop:PASSWORD@localhost/shop"\n', path="start.py"),
    Good('if [ "$DATABASE_URL" == "psql:' + '//shop:tulips@db/shop" ]; then\n', path="start.sh"),
    Good(
        "kind: Secret\ndata:\n  tls.key: "
        + base64.b64encode(b"-----BEGIN PRIVATE " + b"KEY-----\nyour key\n-----END PRIVATE KEY-----").decode()
        + "\n",
        path="secret.yaml",
    ),
    Good("BOT_TOKEN=123456789:AA" + samples.body(33) + "\n", path=".env.example"),
    Good('my $hash_key = "$self->{name}_of_$user:";\n', path="Counts.pm"),
    Good(
        '{"client_secret": "pi' + "_3MtwBwLkdIwHu7ix_secret_" + samples.body(25) + '"}\n',
        path="payment.json",
    ),
    Good(
        "SIGNING_KEY: SET_A_RANDOM_KEY_OF_YOUR_OWN\nurl: mysql:" + "//shop:PUT_THE_PASSWORD_HERE@db/shop\n",
        path="a.yaml",
    ),
    Good(
        "const n={kind:1,storageKey:'" + 'rows(order:[{"field":"A1","by":"B22"}])' + "'}\n",
        path="web/list.js",
    ),
    Good("CREATE USER shop WITH PASSWORD :'shop_password';\n", path="init.sql"),
    Good(
        'LOGO = "https://a.io/storage/v1/object/sign/a/b.png?token=' + samples.json_web_token() + '"\n',
        path="media.py",
    ),
    Good("const tone = {pass: 'text-green-300', fail: 'text-red-300'}\n", path="tone.ts"),
    Good(
        '<a href="https://chat.io/join?k=1&authKey=' + samples.body(40) + '&n=1">us</a>\n',
        path="help.vue",
    ),
    Good("See https://docs.a.io/sheet/ccc?key=" + samples.body(40) + "\n", path="model.coffee"),
    Good("'mail_password' => 'nullable|string|min:8',\n", path="MailController.php"),
    Good("sed -i \"s/SECRET_KEY = 'super secret key'/SECRET_KEY = $KEY/\" conf.toml\n", path="Makefile"),
    Good("await login(page, 'reviewer_of_orders')\n", path="journey.mjs"),
    Good(
        "-----BEGIN RSA PRIVATE "
        + f"KEY-----\n{samples.body(64)}\n(cut for this page)\n-----END RSA PRIVATE "
        + "KEY-----\n",
        path="lesson.yaml",
    ),
    Good('class Column(StrEnum):\n    PASSWORD = "pw_column"\n    DB_PASSWORD = "dbpw"\n'),
    Good('password, user = load(), "app"\nurl = "/login?password=" + value + "&next="\n'),
    Good(
        '{"storageAccountAccessKey": "[listKeys(resourceId(1), 2).keys[0].value, concat(3)]"}\n',
        path="azuredeploy.json",
    ),
    Good(
        "Get it: https://s3.internal/a?X-Amz-Credential=team%2F20250307%2Fus-east-1%2Fs3%2Faws4_request&x=1\n",
        path="n.txt",
    ),
    Good("curl -u 'admin@shop.io:" + "Admin1234!' http://localhost:8080/api/flows\n", path="README.md"),
    Good("DB_PASSWORD=testpass\nSECRET_KEY=for-tests-only-1\n", path=".env.test"),
    Good('<script>a&&"?api_key="===b[0].slice(-9)&&(b[0]+=e.token,c="x")</script>\n', path="page.html"),
    Good(f'{{"metric": "F1", "verifyToken": "{samples.json_web_token()}"}}\n', path="card.json"),
    Good("DB_PASS = 'pass'\nREDIS_PASS = 'pass'\n", path="app/config.py.example"),
    Good(
        'algolia: {\n  appId: "A1",\n  apiKey: "'
        + samples.body(32, samples.HEX)
        + '",\n  indexName: "d"\n}\n',
        path="d.js",
    ),
    Good(
        'def check(url):\n    """Tries a URL.\n\n    check("redis:'
        + '//user:pass@localhost:6379")\n    """\n'
    ),
    Good('url = "mysql:' + '//user:pass@host:port/name"\n'),
    Good('url = URL("https:' + '//jo%40mail.de:a%20secret@museum.de:1234/way")\n', path="client.py"),
    Good(f"initial_salt = 0x{samples.body(40, samples.HEX)}\n", path="rfc.txt"),
    Good('password_field = "password"\nlabels = {"password": "Please enter your password"}\n'),
    Good('MESSAGES = {"password": "Password", "token": "The token is missing."}\n', path="forms.py"),
    Good('API_KEY_HEADER = "X-Api-Key"\nHASHER = "argon2"\npassword_hasher = "argon2"\n'),
    Good('dsn = f"postgresql:' + '//{user}:{password}@{host}/db"\n'),
    Good(
        "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:?set it}\n",
        path="compose.yml",
    ),
    Good("POSTGRES_PASSWORD=postgres\nSECRET_KEY=changeme\n", path=".env.example"),
    Good("env:\n  TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n", path=".github/workflows/ci.yml"),
    Good(f'{{"integrity": "sha512-{samples.body(86)}=="}}\n', path="package-lock.json"),
    Good(f'digest = "{samples.body(64, samples.HEX)}"\ncommit = "{samples.body(40, samples.HEX)}"\n'),
    Good(
        'def test_login(client):\n    client.login(username="u", password="hunter2")\n',
        path="tests/test_login.py",
    ),
    Good('key_id = "AKIA' + 'IOSFODNN7EXAMPLE"\n', path="docs.py"),
    Good("Set `DATABASE_URL=postgres:" + "//user:password@localhost/db` first.\n", path="README.md"),
    Good("components:\n  schemas:\n    password:\n      type: string\n    token: string\n", path="api.yaml"),
    Good("-----BEGIN PUBLIC KEY-----\n" + samples.body(64) + "\n-----END PUBLIC KEY-----\n", path="jwt.pub"),
)
