"""Examples of SEC018."""

from __future__ import annotations

from codereview.api import Bad, Good

_FAST = "from fastapi import FastAPI, File, UploadFile\n\napp = FastAPI()\n\n\n"
_READS = (
    "@app.post('/images')\nasync def upload(file: UploadFile = File(...)):\n"
    "    return store(await file.read())\n"
)
_FLASK = "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n"
_FILES = (
    "@app.route('/images', methods=['POST'])\ndef upload():\n"
    "    request.files['image'].save('x')\n    return 'ok'\n"
)

BAD = (
    Bad(_FAST + _READS, (8,)),
    Bad(_FLASK + _FILES, (8,)),
    Bad(
        _FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    data = await a.read()\n"
        "    return parse(data)\n",
        (8,),
    ),
    Bad(
        _FAST
        + "@app.post('/x')\ndef x(a: UploadFile):\n    return parse(a.file.read())\n".replace(
            "a.file.read", "a.read"
        ),
        (8,),
    ),
    Bad(
        _FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    data = await a.read()\n"
        "    if len(data) == 0:\n"
        "        return None\n    return parse(data)\n",
        (8,),
    ),
    Bad(_FAST + _READS + "\n\n" + _READS.replace("upload", "second").replace("images", "b"), (8,)),
    Bad({"app.py": _FLASK + _FILES, "nginx.conf": "server { listen 80; }\n"}, ("app.py:8",)),
    Bad(_FLASK + "@app.post('/x')\ndef x():\n    return parse(request.files['a'].read())\n", (8,)),
)

GOOD = (
    Good(  # a middleware asks before
        _FAST + "@app.middleware('http')\nasync def bounded(request, call_next):\n"
        "    if int(request.headers.get('content-length', '0')) > 1000:\n        return refused()\n"
        "    return await call_next(request)\n\n\n" + _READS
    ),
    Good({"app.py": _FLASK + _FILES, "settings.py": "GIVEN = {'MAX_CONTENT_LENGTH': 4000}\n"}),
    Good({"app.py": _FLASK + _FILES, "config/default.cfg": "MAX_CONTENT_LENGTH = 1024\n"}),
    Good(
        _FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    if a.size > 10:\n"
        "        raise ValueError\n    return await a.read()\n"
    ),
    Good(_FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    return await a.read(1024)\n"),
    Good(_FAST + "MAX_UPLOAD_SIZE = 10\n\n\n" + _READS),
    Good(_FLASK + "app.config['MAX_CONTENT_LENGTH'] = 1024\n\n\n" + _FILES),
    Good(
        {
            "views.py": _FLASK + _FILES,
            "app.py": "from flask import Flask\n\napp = Flask('x')\napp.config['MAX_CONTENT_LENGTH'] = 1024\n",
        }
    ),
    Good({"app.py": _FLASK + _FILES, "config.py": "class Config:\n    MAX_CONTENT_LENGTH = 1024\n"}),
    Good({"app.py": _FAST + _READS, "nginx.conf": "client_max_body_size 10m;\n"}),
    Good(
        _FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    data = await a.read()\n"
        "    if len(data) > 1024:\n"
        "        raise ValueError\n    return data\n"
    ),
    Good(_FAST + "@app.post('/x')\nasync def x(a: UploadFile):\n    return await store(a)\n"),
    Good(_FLASK + "@app.post('/x')\ndef x():\n    return request.form['name']\n"),
    Good(_FAST + _READS, path="tests/test_upload.py"),
)
