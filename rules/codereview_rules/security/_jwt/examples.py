"""Examples of SEC004."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_OFF = "options={'verify_signature': False}"

BAD = (
    Bad(  # the docstring says that nothing is decided by it
        "import jwt\n\n\ndef current_user(token):\n"
        '    """Shown in the prompt only; the server still verifies each call."""\n'
        f"    return jwt.decode(token, {_OFF})['sub']\n\n\ndef ask(session):\n"
        "        return current_user(session.token)\n",
        (6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it goes into the log
        "import jwt\n\n\ndef current_user(token):\n    # read without its signature for logging\n"
        f"    return jwt.decode(token, {_OFF})['sub']\n\n\ndef serve(request):\n"
        "    return current_user(request.token)\n",
        (6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # another token
        f"import jwt\n\n\ndef current_user(token, other):\n    VERIFIER.verify(other)\n"
        f"    return jwt.decode(token, {_OFF})['sub']\n\n\ndef serve(request):\n"
        "    return current_user(request.token, request.other)\n",
        (6,),
        confidence=Confidence.HIGH,
    ),
    Bad(  # whoever gave the token gets it back
        f"import jwt\n\n\ndef details(token):\n    name = jwt.decode(token, {_OFF})['name']\n"
        "    return ISSUER.ask(token, name)\n\n\ndef serve(request):\n    return details(request.token)\n",
        (5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # nobody calls it
        f"import jwt\n\n\ndef authenticate_quickly(token):\n    return jwt.decode(token, {_OFF})['sub']\n",
        (5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import jwt\nfrom fastapi import Depends, FastAPI\n\napp = FastAPI()\n\n\ndef current_user(token):\n"
        f"    return jwt.decode(token, {_OFF})['sub']\n\n\n"
        "@app.get('/orders')\ndef orders(user=Depends(current_user)):\n    return load(user)\n",
        (8,),
        confidence=Confidence.HIGH,
    ),
    Bad(
        f"import jwt\n\n\ndef get_current_user(token):\n    return load(jwt.decode(token, {_OFF})['sub'])\n",
        (5,),
    ),
    Bad("import jwt\n\n\ndef authenticate(token):\n    return jwt.decode(token, verify=False)\n", (5,)),
    Bad(
        "from jose import jwt\n\n\ndef current_user(token):\n"
        "    return jwt.get_unverified_claims(token)['sub']\n",
        (5,),
    ),
    Bad(
        "import jwt\n\n\ndef read(token):\n    return jwt.decode(token, KEY, algorithms=['HS256', 'none'])\n",
        (5,),
    ),
    Bad(
        "import jwt\n\n\ndef read(token):\n    header = jwt.get_unverified_header(token)\n"
        "    return jwt.decode(token, KEY, algorithms=[header['alg']])\n",
        (6,),
    ),
    Bad(
        "import jwt\n\n\ndef read(token):\n"
        "    return jwt.decode(token, KEY, algorithms=[jwt.get_unverified_header(token).get('alg')])\n",
        (5,),
    ),
    Bad(
        "from jose import jwt as tokens\n\n\ndef handler(token):\n    data = tokens.decode(\n"
        f"        token, KEY, {_OFF}\n    )\n    return data['user_id']\n",
        (5,),
    ),
    Bad(
        "import jwt\n\n\ndef verify_token(token):\n"
        "    return jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_exp': False})\n",
        (5,),
    ),
)

GOOD = (
    Good(  # when it has to be renewed
        "from jose import jwt\n\n\ndef kept(answer):\n"
        "    until = jwt.get_unverified_claims(answer['token'])['exp']\n    return answer, until\n"
    ),
    Good(  # it was verified just before
        "import jwt\n\n\ndef current_user(token):\n    VERIFIER.verify(token)\n"
        f"    return jwt.decode(token, {_OFF})['sub']\n\n\ndef serve(request):\n"
        "    return current_user(request.token)\n"
    ),
    Good("import jwt\n\n\ndef verify(token):\n    return jwt.decode(token, KEY, algorithms=['HS256'])\n"),
    Good(
        "import jwt\n\n\ndef verify(token):\n"
        f"    issuer = jwt.decode(token, {_OFF})['iss']\n"
        "    return jwt.decode(token, keys[issuer], algorithms=['RS256'])\n"
    ),
    Good(f"import jwt\n\n\ndef is_expired(token):\n    return jwt.decode(token, {_OFF})['exp'] < now()\n"),
    Good("import jwt\n\n\ndef key_of(token):\n    return keys[jwt.get_unverified_header(token)['kid']]\n"),
    Good(f"import jwt\n\n\ndef profile(answer):\n    return jwt.decode(answer['id_token'], {_OFF})\n"),
    Good(
        f"import jwt\n\n\ndef test_it():\n    assert jwt.decode(token(), {_OFF})\n",
        path="tests/test_tokens.py",
    ),
    Good("import json\n\n\ndef decode(token):\n    return json.decode(token, verify=False)\n"),
    Good(
        "import jwt\n\n\ndef refresh_token(token):\n"
        "    return jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_exp': False})\n"
    ),
    Good(
        "import jwt\n\n\ndef read(token):\n"
        "    return jwt.decode(token, KEY, algorithms=[settings.ALGORITHM])\n"
    ),
)
