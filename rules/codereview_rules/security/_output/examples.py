"""Examples of sensitive values in output, and of what looks like them."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from .examples_doubtful import DOUBTFUL, HARMLESS

_LOG = "import logging\n\nlogger = logging.getLogger(__name__)\n\n"

BAD = (
    *DOUBTFUL,
    Bad(
        _LOG + "def login(name, password):\n"
        '    logger.info("login of %s with %s", name, password)\n'
        "    return name\n",
        lines=(6,),
    ),
    Bad(
        "def connect(self, client):\n"
        '    print(f"connecting with {self.api_key}")\n'
        "    return client.open(self.api_key)\n",
        lines=(2,),
    ),
    Bad(
        _LOG + "def check(request):\n"
        "    logger.warning(f\"refused: {request.headers.get('Authorization')}\")\n",
        lines=(6,),
    ),
    Bad(
        _LOG + "def register(request):\n"
        '    logger.debug("headers: %s", dict(request.headers))\n'
        '    logger.debug("came: %s", request.get_json())\n',
        lines=(6, 7),  # headers and bodies are one finding each in a file
    ),
    Bad("import os\n\nprint(os.environ)\n", lines=(3,)),
    Bad(
        _LOG + "def renew(request):\n    reset_token = request.GET.get('token')\n"
        "    logger.info(f'renewal with {reset_token}')\n",
        lines=(7,),
    ),
    Bad(  # what was refused opens nothing
        _LOG + "def join(request, invitations):\n"
        "    invite_token = request.GET['token']\n"
        "    if invite_token not in invitations:\n"
        "        logger.warning('invalid token %s', invite_token)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # whoever debugs it sees it
        _LOG + "def token(settings, client):\n    if settings.DEBUG:\n"
        "        logger.info('token %s', client.access_token)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # whoever starts it sees it
        "def main(guests):\n    guest_password = guests.renew()\n    print(f'the password is {guest_password}')\n\n\n"
        "if __name__ == '__main__':\n    main(load())\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import os\nimport structlog\n\nlog = structlog.get_logger()\n"
        'log.info("start", url=os.getenv("DATABASE_URL"), user=os.getenv("USER"))\n',
        lines=(5,),
    ),
    Bad(
        "from loguru import logger\n\n"
        "def refresh(session):\n"
        '    logger.debug({"user": session.user, "refresh": session.refresh_token})\n',
        lines=(4,),
    ),
    Bad(
        {
            "shop/config.py": "from pydantic_settings import BaseSettings\n\n"
            "class Settings(BaseSettings):\n"
            "    host: str\n"
            "    jwt_secret: str\n\n"
            "settings = Settings()\n",
            "shop/main.py": "import logging\n\nfrom shop.config import settings\n\n"
            "logger = logging.getLogger(__name__)\n\n"
            "def start():\n"
            '    logger.info("started with %s", settings)\n',
        },
        lines=("shop/main.py:8",),
    ),
    Bad(
        {
            "shop/schemas.py": "from pydantic import BaseModel\n\n"
            "class UserCreate(BaseModel):\n"
            "    email: str\n"
            "    password: str\n",
            "shop/views.py": "from fastapi import APIRouter\n\nfrom shop.schemas import UserCreate\n\n"
            "router = APIRouter()\n\n"
            '@router.post("/users")\n'
            "def create(user: UserCreate):\n"
            "    print(user.model_dump())\n"
            "    return user.email\n",
        },
        lines=("shop/views.py:9",),
    ),
)
GOOD = (
    *HARMLESS,
    Good(  # the name of one
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef read(store, part):\n"
        "    secret_key = f'{part}/mail'\n    if not store.get_secret(secret_key):\n"
        "        log.warning('missing: %s', secret_key)\n"
    ),
    Good(
        _LOG + "def connect(db_url, db_user, db_password):\n    logger.info('at %s', db_url)\n"
        "    return open_at(f'postgresql://{db_user}:{db_password}@{db_url}')\n"
    ),
    Good(
        _LOG + "def fill(driver):\n    field_password = driver.find_element('id', 'password')\n"
        "    logger.info('field %s', field_password)\n"
    ),
    Good(_LOG + "def moved(dsn, tasks):\n    logger.info('moved %s', dsn)\n    tasks.add(dataset=dsn)\n"),
    Good(  # where a file is
        _LOG + "from pathlib import Path\n\n\ndef opened(folder):\n    db_url = Path(folder, 'orders.db')\n"
        "    logger.info('opened %s', db_url)\n"
    ),
    Good(  # an option asks for it
        _LOG + "def start(options, client):\n    if options.show_passwords:\n"
        "        logger.info('password: %s', client.password)\n"
    ),
    Good(
        _LOG + "def graded(pass_grades, db_pass_rate):\n    logger.info('%s %s', pass_grades, db_pass_rate)\n"
    ),
    Good(
        _LOG + "def show(self):\n"
        '    token_str = "****" if self.auth_token else "missing"\n'
        '    logger.info("token: %s", token_str)\n'
    ),
    Good(
        _LOG + "def move(database_url):\n"
        "    logger.info(\"to %s\", database_url.split('@')[-1] if '@' in database_url else database_url)\n"
    ),
    Good(
        _LOG + "def quote(bot, order):\n"
        "    # usdc and its like\n"
        "    logger.info(\"%s at %s\", order['token'], bot.price(order['token']))\n"
    ),
    Good(
        _LOG
        + "def article(row):\n    db_url = row.get('url')\n    logger.info('read %s', db_url)\n    return db_url\n"
    ),
    Good(
        _LOG + "def login(name, password):\n"
        '    logger.info("%s gave a password of %d characters: %s", name, len(password), bool(password))\n'
    ),
    Good(
        _LOG + "def use(api_key):\n"
        '    logger.info("key %s... is used", api_key[:4])\n'
        '    logger.info("key is %s", "set" if api_key else "missing")\n'
        '    logger.info("key is known: %s", api_key is not None)\n'
    ),
    Good(
        _LOG + "def answer(usage):\n"
        '    logger.info("used %s of %s tokens", usage.total_tokens, usage.max_tokens)\n'
        '    logger.info("%s", usage.token_count)\n'
    ),
    Good(
        'def stream(model, prompt):\n    for token in model.generate(prompt):\n        print(token, end="")\n'
    ),
    Good(
        _LOG + "def show(config):\n"
        '    logger.info("token in config: %s", "token" in config)\n'
        '    logger.info("token_type=%s", config.token_type)\n'
    ),
    Good(
        _LOG + "def login(user, password_hash, mask_secret):\n"
        '    logger.debug("%s %s", password_hash, mask_secret(user.password))\n'
    ),
    Good(
        {
            "shop/config.py": "from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n\n"
            "class Settings(BaseSettings):\n"
            "    host: str\n"
            "    jwt_secret: SecretStr\n\n"
            "settings = Settings()\n",
            "shop/main.py": "import logging\n\nfrom shop.config import settings\n\n"
            "logger = logging.getLogger(__name__)\n\n"
            "def start():\n"
            '    logger.info("started with %s and %s", settings, settings.jwt_secret)\n',
        }
    ),
    Good(
        "def forgot(user, send):\n"
        '    print("Password was reset; a new api key is needed")\n'
        "    send(user.password)\n"
    ),
    Good(
        "import secrets\n\n"
        "def generate_key():\n"
        "    secret_key = secrets.token_urlsafe(32)\n"
        '    print("SECRET_KEY=" + secret_key)\n'
    ),
    Good("import os\n\nprint(os.environ.get('HOME'), len(os.environ))\n"),
    Good(
        "import sys\n\n"
        "def save(path, api_key):\n"
        '    with open(path, "w") as out:\n'
        "        print(api_key, file=out)\n"
    ),
    Good(
        _LOG + "def put(cache_key, storage_key, primary_key):\n"
        '    logger.debug("%s %s %s", cache_key, storage_key, primary_key)\n'
    ),
    Good(_LOG + 'CONF_API_KEY = "api_key"\n\ndef move():\n    logger.info("%s was renamed", CONF_API_KEY)\n'),
    Good(
        "def ask(prompt):\n    return prompt\n\n"
        'if __name__ == "__main__":\n    password = ask("Password")\n    print(f"{password!r}")\n'
    ),
    Good(
        _LOG + "import os\n\ndef enter(shell, password):\n"
        "    shell.login(password)\n"
        "    os.chdir(shell.pwd)\n"
        '    logger.debug("the shell stands in %s", shell.pwd)\n'
    ),
    Good(
        _LOG + "def read(secrets_config_list):\n"
        '    logger.debug("read from %s", secrets_config_list)\n'
        "    return [open(path).read() for path in secrets_config_list]\n"
    ),
    Good(
        {
            "shop/cli/account.py": "def login(client, name, password):\n"
            "    answer = client.login(name, password)\n"
            "    print(f\"put this into your shell: {answer['access_token']}\")\n",
        }
    ),
    Good(
        "import click\n\n"
        "@click.command()\n"
        "def show_key(store=None):\n"
        "    api_key = store.read()\n"
        '    print(f"the key is {api_key}")\n'
    ),
    Good(
        _LOG + "def guess(client, name, passwords):\n"
        "    for password in passwords:\n"
        '        logger.info("%s: %s", password, client.login(name, password))\n'
    ),
    Good(
        _LOG + "def open_device(features):\n"
        '    logger.info(f"{features.passphrase_protection=} {features.password_enabled}")\n'
    ),
    Good(
        _LOG + "import jwt\n\ndef refuse(api_key, query):\n"
        '    log_api_key = f"{api_key[:2]}****"\n'
        '    logger.error("refused: %s", log_api_key)\n'
        "    for raw_token in query.split():\n"
        '        logger.debug("a word of it: %s", raw_token)\n'
    ),
    Good(
        'def show(api_key):\n    print(f"the key ends in {api_key[-4:] if len(api_key) > 9 else api_key}")\n'
    ),
    Good(
        _LOG + "def connect(folder):\n    db_uri = f'sqlite:///{folder}/rows.db'\n"
        "    logger.info('opens %s', db_uri)\n    return create_engine(db_uri)\n"
    ),
    Good(_LOG + "def connect(api_key):\n    if not api_key:\n        logger.error('no key: %r', api_key)\n"),
    Good(
        _LOG + "def parse(query_text, secret_hashes):\n"
        "    logger.info('read', extra={'token': query_text})\n"
        "    logger.info('on the chain: %s', secret_hashes)\n"
    ),
)
