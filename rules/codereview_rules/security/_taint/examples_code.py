"""Examples of commands, code and deserialisation."""

from __future__ import annotations

from codereview.api import Bad, Confidence

from .examples_base import bad, django, fastapi, flask, good

_SUB = "import subprocess\n"

_DISK = """import subprocess

def usage(options: str):
    command = "df -h " + options
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, shell=True
        )
        return done.stdout
    except OSError:
        return ""

"""

_PICKED = (
    "import os\n\nfrom disnake.ext import commands\n\n\n@commands.slash_command()\n"
    "async def show(inter, day: str = commands.Param(description='of which'), shelf: str = commands.Param({})):\n"
    "    os.system('list ' + shelf)\n"
)
_STAFF_ALONE = (
    "from fastapi import Depends, FastAPI, UploadFile\nimport joblib\nfrom shop.users import require_admin\n\n"
    "app = FastAPI()\n\n\n@app.post('/weights')\n"
    "async def take(sent: UploadFile, user=Depends(require_admin)):\n    return joblib.load(sent.file)\n"
)
BAD_SHELL = (
    bad(_PICKED.format("description='which one'"), 8),
    Bad(  # of a bot, under a check; the handler of the exception is the same decision
        "from discord.ext import commands\nimport checks\n\n\n@commands.command()\n@checks.has_level(5)\n"
        "async def run_it(ctx, cmd: str):\n    try:\n        result = await eval(cmd)\n    except Exception:\n"
        "        result = eval(cmd)\n    await ctx.send(result)\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    bad(_DISK + fastapi("return usage(q)\n"), 6),
    bad(flask('os.system("ping " + request.args["host"])\n'), 7),
    bad(flask('host = request.form["host"]\nsubprocess.run(f"dig {host}", shell=True)\n', top=_SUB), 9),
    bad(flask('subprocess.Popen(["sh", "-c", request.args["cmd"]])\n', top=_SUB), 8),
    bad(fastapi("return eval(q)\n"), 7),
    bad(django('exec(request.POST["code"])\n'), 5),
    bad(fastapi("await asyncio.create_subprocess_shell(f'convert {q}')\n", top="import asyncio\n"), 8),
    bad(fastapi("return await asyncio.to_thread(os.system, 'ping ' + q)\n", top="import asyncio, os\n"), 8),
    bad(
        "import discord\nimport os\n\nclass Bot(discord.Client):\n"
        "    async def on_message(self, message: discord.Message):\n"
        '        os.system("say " + message.content)\n',
        6,
    ),
    bad(
        'import os\n\ndef ping(host):\n    return os.popen(f"ping {host}").read()\n\n'
        + flask('return {"out": ping(request.args["host"])}\n'),
        4,
    ),
    bad(flask('return importlib.import_module(request.args["plugin"]).run()\n', top="import importlib\n"), 8),
)
GOOD_SHELL = (
    good(_PICKED.format("choices=['left', 'right']")),  # the sender can pick no other
    good(flask('subprocess.run(["ping", request.args["host"]])\n', top=_SUB)),
    good(flask('subprocess.run("ls -l", shell=True)\n', top=_SUB)),
    good(flask('os.system("ping " + shlex.quote(request.args["host"]))\n', top="import shlex\n")),
    good(
        flask(
            'host = str(ipaddress.ip_address(request.args["host"]))\nos.system("ping " + host)\n',
            top="import ipaddress\n",
        )
    ),
    good(
        flask(
            'name = request.args["name"]\nif not re.fullmatch(r"[a-z]+", name):\n    abort(400)\n'
            'os.system("run " + name)\n',
            top="import re\n",
        )
    ),
    good(flask('COMMANDS = {"up": "uptime"}\nos.system(COMMANDS[request.args["what"]])\n')),
    good(fastapi("return ast.literal_eval(q)\n", top="import ast\n")),
    good(fastapi('model.eval()\nreturn frame.eval("a + b")\n')),
    good(fastapi('return os.system(f"nice -n {q} ls")\n', params="q: int", top="import os\n")),
    good("def evaluate(model, q):\n    return model.eval(q)\n"),
)

BAD_LOAD = (
    bad(flask("return pickle.loads(request.data)\n", top="import pickle\n"), 8),
    bad(
        flask(
            'raw = base64.b64decode(request.cookies["cart"])\ncart = pickle.loads(raw)\n',
            top="import base64, pickle\n",
        ),
        9,
    ),
    bad(flask("config = yaml.load(request.data, Loader=yaml.Loader)\n", top="import yaml\n"), 8),
    bad(flask('config = yaml.unsafe_load(request.files["f"].read())\n', top="import yaml\n"), 8),
    bad(
        fastapi(
            "data = await upload.read()\nreturn pickle.loads(data)\n",
            params="upload: UploadFile",
            top="import pickle\n",
        ),
        9,
    ),
    bad(fastapi("return torch.load(upload.file)\n", params="upload: UploadFile", top="import torch\n"), 8),
    Bad(_STAFF_ALONE, lines=(10,), confidence=Confidence.LOW),
    bad(django("return jsonpickle.decode(request.body)\n", top="import jsonpickle"), 5),
    bad(django('value = marshal.loads(bytes.fromhex(request.POST["v"]))\n', top="import marshal"), 5),
)
GOOD_LOAD = (
    good(flask("return json.loads(request.data)\n", top="import json\n")),
    good(flask("config = yaml.safe_load(request.data)\n", top="import yaml\n")),
    good(flask("config = yaml.load(request.data, Loader=yaml.SafeLoader)\n", top="import yaml\n")),
    good(
        fastapi(
            "return torch.load(upload.file, weights_only=True)\n",
            params="upload: UploadFile",
            top="import torch\n",
        )
    ),
    good(flask('with open("model.bin", "rb") as f:\n    model = pickle.load(f)\n', top="import pickle\n")),
    good(flask('return pickle.dumps(request.form["a"])\n', top="import pickle\n")),
    good(fastapi("return numpy.load(upload.file)\n", params="upload: UploadFile", top="import numpy\n")),
    good(
        flask(
            "serializer.validate_signature(request.data)\nreturn pickle.loads(request.data)\n",
            top="import pickle\n",
        )
    ),
)
