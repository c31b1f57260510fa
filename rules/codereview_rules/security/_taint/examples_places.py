"""Examples of paths, redirects and addresses."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from .examples_base import bad, django, fastapi, flask, good

_SEND = "from flask import send_file\n"
_FILE = "from fastapi.responses import FileResponse\n"
_PATH = "from pathlib import Path\n"

_UPLOAD = (
    "from fastapi import APIRouter, UploadFile\n\nfrom shop.pictures import Pictures\n\nrouter = APIRouter()\n\n\n"
    '@router.post("/pictures")\ndef add(file: UploadFile):\n    Pictures().keep(file)\n    return {}\n'
)
_KEPT = (
    "import shutil\n\n\nclass Pictures:\n    @staticmethod\n    def keep(file):\n"
    '        with open(f"pictures/{%s}", "wb") as target:\n            shutil.copyfileobj(file.file, target)\n'
)

BAD_PATH = (
    bad(
        fastapi(
            "open('/srv/' + run.name)\n", params="run: Run", top="class Run(BaseModel):\n    name: str\n"
        ),
        9,
    ),
    Bad(  # the upload is handed on whole, and its name is read in the helper
        {"shop/__init__.py": "", "shop/api.py": _UPLOAD, "shop/pictures.py": _KEPT % "file.filename"},
        ("shop/pictures.py:7",),
    ),
    bad(flask('return open("files/" + request.args["name"]).read()\n'), 7),
    bad(flask('return send_file(os.path.join("files", request.args["name"]))\n', top=_SEND), 8),
    bad(flask('f = request.files["f"]\nf.save(os.path.join("uploads", f.filename))\n'), 8),
    bad(fastapi('return FileResponse(f"files/{q}")\n', top=_FILE), 8),
    bad(fastapi('return FileResponse(f"files/{q}")\n', route="/f/{q:path}", top=_FILE), 8),
    bad(
        fastapi(
            "with open(f'up/{upload.filename}', 'wb') as out:\n    pass\n",
            params="upload: UploadFile",
            verb="post",
        ),
        7,
    ),
    bad(fastapi('target = Path("files") / q\nreturn target.read_text()\n', top=_PATH), 9),
    bad(django('os.remove("files/" + request.POST["name"])\n', top="import os"), 5),
    bad(django('shutil.rmtree(os.path.join(ROOT, request.POST["folder"]))\n', top="import os, shutil"), 5),
)
_RUN = (
    "from typing import Annotated\nfrom fastapi import Depends\n\nclass Run(BaseModel):\n    name: str\n\n"
    "def get_run(sent: Request) -> Run:\n    return sent.state.run\n\nRunDep = Annotated[Run, Depends(get_run)]\n"
)

GOOD_PATH = (
    good(fastapi("open('/srv/' + run.name)\n", params="run: RunDep", top=_RUN)),
    good(fastapi("open('/srv/' + run.name)\n", params="run: Annotated[Run, Depends(get_run)]", top=_RUN)),
    Good(
        {"shop/__init__.py": "", "shop/api.py": _UPLOAD, "shop/pictures.py": _KEPT % "number_of(file.file)"}
    ),
    good(  # a field that is held against a pattern
        fastapi(
            'return open(f"files/{item.name}").read()\n',
            params="item: Item",
            top='from pydantic import Field\nclass Item(BaseModel):\n    name: str = Field(..., pattern="^[a-z]+$")\n',
            verb="post",
        )
    ),
    good(flask('name = secure_filename(request.args["name"])\nreturn open("files/" + name).read()\n')),
    good(flask('return open("files/" + os.path.basename(request.args["name"])).read()\n')),
    good(flask('return open("files/" + name).read()\n', "/files/<name>", "name")),
    good(fastapi('return FileResponse(f"files/{q}.png")\n', route="/f/{q}", top=_FILE)),
    good(
        flask(
            'return send_from_directory("files", request.args["name"])\n',
            top="from flask import send_from_directory\n",
        )
    ),
    good(
        fastapi(
            "target = (ROOT / q).resolve()\nif not target.is_relative_to(ROOT):\n"
            "    raise ValueError(q)\nreturn target.read_text()\n",
            top=_PATH,
        )
    ),
    good(
        flask(
            'path = os.path.realpath(os.path.join(ROOT, request.args["name"]))\n'
            "if not path.startswith(ROOT):\n    abort(404)\n"
            "return open(path).read()\n"
        )
    ),
    good(
        flask(
            'name = request.args["name"]\nif ".." in name or "/" in name:\n    abort(404)\n'
            'return open("f/" + name).read()\n'
        )
    ),
    good(django('f = request.FILES["f"]\nwith open("uploads/" + f.name, "wb") as out:\n    pass\n')),
    good(fastapi('return FileResponse(f"files/{q}.png")\n', params="q: int", top=_FILE)),
    good("import sys\n\ndef main():\n    print(open(sys.argv[1]).read())\n"),
    good(
        fastapi(
            "name = f'{uuid.uuid4()}.png'\nopen(name, 'wb').write(await upload.read())\n",
            params="upload: UploadFile",
        )
    ),
)

_PROTECTED = "MIDDLEWARE = ['django.middleware.csrf.CsrfViewMiddleware']\n"
BAD_REDIRECT = (
    Bad(  # only a page of its own can send the form
        {"shop/settings.py": _PROTECTED, "shop/views.py": django('return redirect(request.POST["next"])\n')},
        ("shop/views.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"shop/settings.py": _PROTECTED, "shop/views.py": django('return redirect(request.GET["next"])\n')},
        ("shop/views.py:5",),
        confidence=Confidence.HIGH,
    ),
    Bad(  # there is no page that a link could lead to
        {
            "shop/settings.py": _PROTECTED,
            "shop/views.py": "from django.shortcuts import redirect\nfrom django.views.generic import View\n\n\n"
            "class Add(View):\n    def post(self, request):\n        return redirect(request.GET['next'])\n",
        },
        ("shop/views.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/settings.py": _PROTECTED,
            "shop/views.py": "from django.shortcuts import redirect\nfrom django.views.generic import View\n\n\n"
            "class Add(View):\n    def get(self, request):\n        return redirect(request.GET['next'])\n\n"
            "    def post(self, request):\n        return self.get(request)\n",
        },
        ("shop/views.py:7",),
        confidence=Confidence.HIGH,
    ),
    Bad(  # another site's form comes without the cookie of who has signed in
        "from flask import Flask, redirect, request\nfrom flask_login import login_required\n\n"
        "app = Flask(__name__)\n\n\n@app.route('/review', methods=['POST'])\n@login_required\n"
        "def review():\n    return redirect(request.form['next'])\n",
        (10,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "from flask import Flask, redirect, request\n\n"
        "app = Flask(__name__)\n\n\n@app.route('/review', methods=['POST'])\n"
        "def review():\n    return redirect(request.form['next'])\n",
        (8,),
        confidence=Confidence.HIGH,
    ),
    Bad(  # whoever debugs it sends himself away
        flask('if app.debug:\n    return redirect(request.args["next"])\nreturn redirect("/")\n'),
        (8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it is meant to name a part of the site
        flask("return redirect(f\"https://{request.args['shop']}.flowers.example/start\")\n"),
        (7,),
        confidence=Confidence.LOW,
    ),
    bad(flask('return redirect(request.args["next"])\n'), 7),
    bad(flask('target = request.args.get("next") or "/"\nreturn redirect(target)\n'), 8),
    bad(django('return redirect(request.GET.get("next", "/"))\n'), 5),
    bad(
        django(
            'if "next" in request.POST and not request.user.is_staff:\n    raise PermissionDenied\n'
            'return redirect(request.POST["next"])\n'
        ),
        7,
    ),
    bad(
        flask(
            'to = request.args["next"]\nif "safe" in to:\n    to = to.lower()\nreturn redirect(to)\n',
        ),
        10,
    ),
    bad(django('target = request.POST["next"]\nif target:\n    return redirect(target)\n'), 7),
    bad(fastapi("return RedirectResponse(q)\n", top="from fastapi.responses import RedirectResponse\n"), 8),
    bad(
        fastapi(
            "return RedirectResponse(url=q + '?ok=1')\n",
            top="from fastapi.responses import RedirectResponse\n",
        ),
        8,
    ),
    bad(
        django(
            'return HttpResponseRedirect(request.GET["to"])\n',
            top="from django.http import HttpResponseRedirect",
        ),
        5,
    ),
    bad(
        flask('target = request.args["next"]\nif target.startswith("http"):\n    return redirect(target)\n'),
        9,
    ),
    bad(
        'from flask import request\n\ndef back():\n    return request.args.get("next")\n\n'
        + flask("return redirect(back())\n"),
        12,
    ),
)
GOOD_REDIRECT = (
    good(  # it is given no request, and so reads none
        "from flask import request\n\n\ndef back(request=None):\n    to = None\n    if request:\n"
        "        to = request.args.get('next')\n    return to or '/'\n\n\n"
        + flask("return redirect(back())\n")
    ),
    good(
        django(
            'name = request.GET["name"]\nperson = people.get_by_name(name)\nif person is None:\n    return None\n'
            "return redirect(name)\n"
        )
    ),
    good(flask('return redirect("/items/" + request.args["name"])\n')),
    good(flask('return redirect(url_for("items", name=request.args["name"]))\n')),
    good(
        flask(
            'target = request.args["next"]\nif not is_safe_url(target):\n    abort(400)\nreturn redirect(target)\n'
        )
    ),
    good(
        django(
            'to = request.GET["next"]\n'
            'if not url_has_allowed_host_and_scheme(to, {request.get_host()}):\n    to = "/"\n'
            "return redirect(to)\n"
        )
    ),
    good(
        flask(
            'target = request.args.get("next")\nif not target or urlparse(target).netloc != "":\n    target = "/"\n'
            "return redirect(target)\n"
        )
    ),
    good(
        django(
            'to = request.GET.get("next", "")\nours = url_has_allowed_host_and_scheme(url=to, allowed_hosts=HOSTS)\n'
            'return redirect((to if ours else "") or "/")\n'
        )
    ),
    good(django('return redirect("{page}?next={to}".format(page=reverse("login"), to=request.GET["to"]))\n')),
    good(django('return redirect("%s%s#!%s" % (reverse("users"), "?page=2", request.GET["name"]))\n')),
    good(  # the check stands in the second half, and ends the request
        django(
            'if "next" in request.POST and not url_has_allowed_host_and_scheme(\n'
            '    request.POST.get("next"), allowed_hosts={request.get_host()}\n):\n    raise PermissionDenied\n'
            'store(request.user)\nif "next" in request.POST:\n    return redirect(request.POST["next"])\n'
            'return redirect("/")\n'
        )
    ),
    good(
        django(
            'if request.POST.get("next") and not url_has_allowed_host_and_scheme(request.POST["next"], HOSTS):\n'
            '    return redirect("/")\nreturn redirect(request.POST["next"])\n'
        )
    ),
    good(  # the host is one of a list; the caller has looked
        "from flask import redirect\n\ndef leave(to):\n    return redirect(to)\n\n"
        + flask(
            'to = request.args.get("next", "/")\nif domain(to) not in allowed_hosts():\n'
            "    raise ValueError(to)\nreturn leave(to)\n"
        )
    ),
    good(
        flask(
            'state = serializer.loads(request.args["state"])\nreturn redirect(state["next"])\n',
            top="from itsdangerous import URLSafeSerializer\nserializer = URLSafeSerializer(KEY)\n",
        )
    ),
    good(
        "from flask import redirect\n\ndef leave(to):\n    fine, message = Pages._check_redirect(to)\n    if fine:\n"
        "        return redirect(to)\n    return message\n\n" + flask('return leave(request.args["to"])\n')
    ),
    good(flask("return redirect(request.url)\n")),
    good(flask("return redirect(request.referrer)\n")),
    good(flask('return redirect({"a": "/a", "b": "/b"}[request.args["to"]])\n')),
    good(django('return redirect("item", request.GET["pk"])\n')),
    good(
        fastapi(
            "return RedirectResponse(f'/items?q={q}')\n",
            top="from fastapi.responses import RedirectResponse\n",
        )
    ),
)
