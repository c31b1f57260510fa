"""Examples of SEC021."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_USERS = (
    "import random\n\n\nclass TwoFactor(Model):\n    def make_login_code(self):\n"
    "        self.login_code = str(random.randint(1, 99999))\n\n    def send_code(self):\n"
    "        self.code = str(random.randint(1, 99999))\n        self.save()\n"
)

_KNOWN = (
    Bad(
        "import random\n\n\ndef send(user):\n    user.otp = random.randint(100000, 999999)\n"
        "    user.otp = str(user.otp)\n",
        (5,),
    ),
    Bad(  # a file is named with it
        {
            "shop/words.py": "import random\nfrom string import digits\n\n\ndef generate_token():\n"
            "    return ''.join(random.choices(digits, k=9))\n",
            "shop/photos.py": "from shop.words import generate_token\n\n\ndef make_filename(name):\n"
            "    return f'{name}_{generate_token()}.jpg'\n",
        },
        ("shop/words.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/words.py": "import random\nfrom string import digits\n\n\ndef generate_token():\n"
            "    return ''.join(random.choices(digits, k=9))\n",
            "shop/doors.py": "from shop.words import generate_token\n\n\ndef open_door(name):\n"
            "    return keep(name, generate_token())\n",
        },
        ("shop/words.py:6",),
        confidence=Confidence.HIGH,
    ),
    Bad(  # nothing names the method; what its neighbour makes is in use
        {
            "shop/users.py": _USERS,
            "shop/doors.py": "from shop.users import TwoFactor\n\nTwoFactor().send_code()\n",
        },
        ("shop/users.py:6", "shop/users.py:9"),
    ),
    Bad({"shop/users.py": _USERS}, ("shop/users.py:6", "shop/users.py:9")),
    Bad(
        {
            "shop/users.py": _USERS.partition("    def send")[0].rstrip() + "\n",
            "shop/doors.py": "from shop.users import TwoFactor\n\nTwoFactor().open()\n",
        },
        ("shop/users.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad("import random\n\n\ndef send(user):\n    user.otp = random.randint(100000, 999999)\n", (5,)),
    Bad(
        "import random\nimport string\n\n\ndef reset(user):\n"
        "    reset_token = ''.join(random.choice(string.ascii_letters) for _ in range(32))\n"
        "    mail(user, reset_token)\n",
        (6,),
    ),
    Bad("import random\n\n\ndef generate_otp():\n    return str(random.randint(1000, 9999))\n", (5,)),
    Bad(
        "from random import choices\nfrom string import digits\n\n\ndef verify_email(user):\n"
        "    code = ''.join(choices(digits, k=6))\n    mail(user, code)\n",
        (6,),
    ),
    Bad("import uuid\n\n\ndef open_account(user):\n    user.api_key = str(uuid.uuid1())\n", (5,)),
    Bad(
        "import hashlib\n\n\ndef invite(user):\n"
        "    activation_key = hashlib.md5(user.email.encode()).hexdigest()\n"
        "    mail(user, activation_key)\n",
        (5,),
    ),
    Bad(
        "import hashlib\nimport time\n\n\ndef forgot(user):\n"
        "    token = hashlib.sha256(str(time.time()).encode()).hexdigest()\n    save(user, token)\n",
        (6,),
    ),
    Bad(
        "import random\n\n\ndef register(name):\n"
        "    return Account(name=name, access_token=hex(random.getrandbits(128)))\n",
        (5,),
    ),
    Bad(
        "import random\n\n\ndef new_user(name):\n"
        "    return {'name': name, 'password': ''.join(random.sample(ALPHABET, 8))}\n",
        (5,),
    ),
    Bad("import random\n\n\ndef login(session):\n    session['oauth_state'] = str(random.random())\n", (5,)),
    Bad("import tempfile\n\n\ndef export():\n    return open(tempfile.mktemp(), 'w')\n", (5,)),
)

_SET_ASIDE = (
    Bad(
        "import random\n\n\ndef make_token():\n    return ''.join(random.choices('abc', k=9))\n",
        (5,),
        path="shop/agents_old/tokens.py",
        confidence=Confidence.LOW,
    ),
)
_THROWN_AWAY = Bad(
    "import random\n\n\ndef make_burner_account():\n"
    "    password = ''.join(random.choice('abcdef') for _ in range(20))\n    return password\n",
    lines=(5,),
    confidence=Confidence.LOW,
)
BAD: tuple[Bad, ...] = (*_KNOWN, *_SET_ASIDE, _THROWN_AWAY)
GOOD = (
    Good(  # nobody ever gets the first one
        "import random\n\n\ndef send(user):\n    user.otp = random.randint(100000, 999999)\n"
        "    user.otp = ask_the_service(user)\n"
    ),
    Good(  # it tells that the shelves are others now
        "import hashlib\nimport time\n\n\ndef make_token():\n"
        "    return hashlib.sha256(str(time.time()).encode()).hexdigest()\n",
        path="shop/shelf_version.py",
    ),
    Good(  # the place of a file
        "from django.utils.timezone import now\n\n\ndef keep(store, image, user):\n"
        "    temp_key = f'scans/{user}/scan_{now().timestamp()}.jpg'\n    store.put(image, temp_key)\n"
    ),
    Good(  # whoever is shown the certificate can read it
        "import random\nimport string\n\n\ndef award(certificate):\n"
        "    verify_code = ''.join(random.choices(string.digits, k=12))\n    certificate.code = verify_code\n"
    ),
    Good(
        "import hashlib\nimport secrets\nimport time\n\n\ndef generate_token(user):\n"
        "    salt = f'{user}{time.time()}'\n"
        "    return hashlib.sha256(secrets.token_bytes(20) + salt.encode()).hexdigest()\n"
    ),
    Good("import secrets\n\n\ndef send(user):\n    user.otp = secrets.randbelow(900000) + 100000\n"),
    Good(
        "import random\n\n\ndef pick(tokens):\n"
        "    next_token = random.choice(tokens)\n    return next_token\n"
    ),
    Good("import time\n\n\ndef refresh(self, seconds):\n    self.token_expires_at = time.time() + seconds\n"),
    Good(
        "import random\n\n\ndef visit():\n"
        "    status_code = random.choice([200, 404])\n    return status_code\n"
    ),
    Good(
        "import random\nimport string\n\nmaker = random.SystemRandom()\n\n\ndef make():\n"
        "    password = ''.join(maker.choice(string.ascii_letters) for _ in range(12))\n    return password\n"
    ),
    Good(
        "import hashlib\n\n\ndef check(password, salt):\n"
        "    password_hash = hashlib.sha256(salt + password).hexdigest()\n"
        "    return password_hash\n"
    ),
    Good(
        "import hashlib\nimport os\n\n\ndef issue(user):\n"
        "    access_token = hashlib.sha256(user.email.encode() + os.urandom(16)).hexdigest()\n"
        "    return access_token\n"
    ),
    Good("import random\n\n\ndef fake_user():\n    return {'password': str(random.randint(1, 9))}\n"),
    Good("import random\n\n\ndef throw():\n    state = random.random()\n    return state\n"),
    Good(
        "import random\n\n\ndef user():\n    return {'otp': random.randint(1, 9)}\n",
        path="tests/factories.py",
    ),
    Good("import uuid\n\n\ndef order():\n    order_id = uuid.uuid1()\n    return order_id\n"),
    Good("import tempfile\n\n\ndef export():\n    return tempfile.mkstemp()\n"),
    Good(
        "import secrets\nimport time\n\n\ndef make_token(user):\n    own = secrets.token_bytes(20)\n"
        "    token = f'{time.time()}{own.hex()}'\n    return token\n"
    ),
    Good("import os\nimport tempfile\n\n\ndef pipe():\n    name = tempfile.mktemp()\n    os.mkfifo(name)\n"),
    Good(  # the name of a counter
        "import time\n\n\ndef login(store, address):\n    rate_key = f'logins:{address}:{int(time.time() // 60)}'\n"
        "    return store.increment(rate_key)\n"
    ),
    Good(  # the name under which the old one is kept
        "import time\n\n\ndef renew(store, name):\n    backup_key = f'{name}_{int(time.time())}'\n"
        "    store.store_secret(backup_key, store.read(name))\n    return backup_key\n"
    ),
)
