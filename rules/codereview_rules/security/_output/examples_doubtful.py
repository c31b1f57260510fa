"""Examples of addresses, keys and objects that are named like a secret."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_LOG = "import logging\n\nlogger = logging.getLogger(__name__)\n\n"

DOUBTFUL = (
    Bad(  # where a message goes to, not who signs in
        {
            "shop/push.py": _LOG
            + "def ring(session, token):\n    logger.info('to %s', token)\n    return session\n"
        },
        lines=("shop/push.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/login.py": _LOG + "def renew(session, token):\n    logger.info('with %s', token)\n"
            "    return session\n"
        },
        lines=("shop/login.py:6",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # it has just been taken away
        _LOG + "def leave(rows, access_token):\n    rows.drop(access_token)\n"
        "    logger.info('deleted %s', access_token)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # whoever fills the tables sees it
        {
            "seeds/fill_users.py": _LOG
            + "def fill(guest_password):\n    logger.info('with %s', guest_password)\n"
        },
        lines=("seeds/fill_users.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad(  # what was looked up with it was not there
        _LOG + "def show(rows, access_token):\n    sealed = seal(access_token)\n    try:\n"
        "        row = rows.get(sealed=sealed)\n    except Row.DoesNotExist:\n"
        "        logger.info(access_token)\n        return None\n    return row\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _LOG + "def show(rows, access_token):\n    sealed = seal(access_token)\n    try:\n"
        "        row = rows.get(sealed=sealed)\n    except OSError:\n"
        "        logger.info(access_token)\n        return None\n    return row\n",
        lines=(10,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # whoever starts it has to be told
        _LOG + "def serve(store):\n    password = store.prepare()\n"
        "    logger.info('Default credentials created: admin/%s', password)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it opens nothing
        _LOG + "def open_share(access_token):\n    if not seal_of(access_token):\n"
        "        logger.warning('comes without a seal: %s', access_token)\n        return False, None\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # nobody was invited with it
        _LOG + "def join(store, access_token):\n    row = store.find(by=access_token)\n    if not row:\n"
        "        logger.error('left out: %s', access_token)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _LOG + "def join(store, access_token):\n    row = store.find(by=access_token)\n    if row:\n"
        "        logger.error('let in: %s', access_token)\n",
        lines=(8,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # whoever develops it sees it
        _LOG + "def tell(settings):\n    if settings.ENVIRONMENT == 'development':\n"
        "        logger.info('token %s', settings.access_token)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _LOG + "def tell(request, settings):\n    if not settings.debug:\n        return\n"
        "    logger.info('came: %s', request.headers)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # in production it is as good as written
        _LOG + "def tell(settings):\n    if settings.ENVIRONMENT == 'production':\n"
        "        logger.info('token %s', settings.access_token)\n",
        lines=(7,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # lines of this level are left out
        "import logging\n\nlogging.basicConfig(level=logging.INFO)\nlogger = logging.getLogger(__name__)\n\n\n"
        "def login(password):\n    logger.debug('with %s', password)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\nlogger = logging.getLogger(__name__)\n\n\n"
        "def login(password):\n    logger.debug('with %s', password)\n",
        lines=(8,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # no line shows what is handed over beside the message
        "import logging\n\nlogging.basicConfig(format='%(message)s')\nlogger = logging.getLogger(__name__)\n\n\n"
        "def login(password):\n    logger.info('comes', extra={'password': password})\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/logs.py": "from pythonjsonlogger import jsonlogger\n\nFORM = jsonlogger.JsonFormatter()\n",
            "shop/login.py": _LOG
            + "def login(password):\n    logger.info('comes', extra={'password': password})\n",
        },
        lines=("shop/login.py:6",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # as it comes, it is a file
        {
            "shop/settings.py": "import os\n\nDATABASE_URL = os.getenv('DATABASE_URL', 'sqlite:///shop.db')\n"
            "OTHER = 'postgresql://{user}:{word}@{host}/shop'\n",
            "shop/start.py": _LOG + "from .settings import DATABASE_URL\n\n"
            "logger.info('opens %s', DATABASE_URL)\n",
        },
        lines=("shop/start.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(  # of this address no password is seen
        _LOG + "def start(settings):\n    logger.info('opens %s', settings.database_url)\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/settings.py": "def address(user, word, host):\n    return f'postgresql://{user}:{word}@{host}/shop'\n",
            "shop/start.py": _LOG
            + "from .settings import address\n\ndatabase_url = address('shop', WORD, HOST)\n"
            "logger.info('opens %s', database_url)\n",
        },
        lines=("shop/start.py:8",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # the key that is in the path is a key, and the token opens something
        _LOG + "from flask import Flask\n\napp = Flask(__name__)\n\n"
        "@app.route('/renewals/<reset_token>')\ndef renew(reset_token):\n    logger.info('with %s', reset_token)\n",
        lines=(11,),
    ),
    Bad(  # a place in a list of pages, as likely as not
        _LOG + "def login(task):\n    logger.debug('from %s', task.token)\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _LOG + "def login(session):\n    logger.debug('with %s', session.token)\n",
        lines=(6,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        {
            "shop/test-tools/ask.py": _LOG
            + "def ask(client):\n    logger.debug('with %s', client.access_token)\n",
        },
        lines=("shop/test-tools/ask.py:6",),
        confidence=Confidence.LOW,
    ),
)

HARMLESS = (
    Good(_LOG + "def seek(secret_environment):\n    logger.info('nothing at %s', secret_environment)\n"),
    Good(  # the number of what is traded; the name of a way in
        _LOG
        + "import login\n\n\ndef buy(instrument, modes):\n    logger.info('buys %s', instrument['token'])\n"
        "    logger.info('comes by %s', modes.LOGIN_WITH_TOKEN)\n"
    ),
    Good(  # where it lies
        _LOG + "def check(private_key):\n    logger.info('looks at %s', private_key)\n"
        "    return private_key.exists()\n"
    ),
    Good(  # which one it is
        "import structlog\n\nlogger = structlog.get_logger()\n\n\ndef login(id_token):\n"
        "    logger.info('redeemed', access_token=id_token.jti)\n"
    ),
    Good(  # nothing comes to it
        _LOG + "def open_account(password):\n    raise NotImplementedError\n"
        "    logger.info('with %s', password)\n"
    ),
    Good(  # found to be one that is written here
        _LOG + "def find(api_key):\n    if api_key in {'anonymous', 'local'}:\n"
        "        logger.debug('nothing to look up for %s', api_key)\n"
    ),
    Good(  # nothing that opens it is in it
        _LOG
        + "def start(database_url):\n    if '@' in database_url:\n        logger.info('opens it')\n    else:\n"
        "        logger.info('opens %s', database_url)\n"
    ),
    Good(  # what the token says, whose administrator, the address of a telephone
        _LOG + "import jwt\n\n\ndef login(refresh_token, key):\n"
        "    decoded_token = jwt.decode(refresh_token, key, algorithms=['HS256'])\n"
        "    logger.info('comes: %s', decoded_token)\n    logger.info('first: %s', JWT_ADMIN_EMAIL)\n"
        "    logger.info('told: %s', device_token)\n"
    ),
    Good(  # what a browser is about to send
        _LOG
        + "from playwright.async_api import Page\n\n\ndef tell(request):\n    logger.debug(request.headers)\n"
    ),
    Good(  # it says itself what is shown
        _LOG + "class Token:\n    def __init__(self, text, scopes):\n        self.text = text\n"
        "        self.scopes = scopes\n\n    def __str__(self):\n        return f'token for {self.scopes}'\n\n\n"
        "def login(text, scopes):\n    access_token = Token(text, scopes)\n"
        "    logger.debug('came: %s', access_token)\n"
    ),
    Good(  # all of its parts are seen
        _LOG + "def connect(driver, host, port, user, password):\n"
        "    connection_string = 'jdbc:db2://' + host + ':' + port + '/orders'\n"
        "    logger.info('to %s', connection_string)\n"
        "    return driver.connect(connection_string, user, password)\n"
    ),
    Good(  # the identifier of a key
        _LOG + "from flask import Flask\n\napp = Flask(__name__)\n\n"
        "@app.route('/keys/<access_key>', methods=['DELETE'])\ndef delete(access_key):\n"
        "    logger.info('%s is deleted', access_key)\n"
    ),
    Good(
        _LOG
        + "from flask_restful import Resource\n\n\nclass Keys(Resource):\n    def delete(self, access_key):\n"
        "        drop(access_key)\n\n\ndef drop(access_key):\n    logger.info('%s is deleted', access_key)\n"
    ),
)
