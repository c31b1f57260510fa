"""Examples of pages and templates."""

from __future__ import annotations

from codereview.api import Bad, Confidence

from .examples_base import bad, django, fastapi, flask, good

_STRING = "from flask import render_template_string\n"
_HTML = "from fastapi.responses import HTMLResponse\n"

_ACTION = (
    "def chosen(modeladmin, request, queryset):\n    return letter(request)\n\n\n"
    "def letter(request):\n    return Template(request.POST['text']).render({})\n"
)

_PROTECTED = "MIDDLEWARE = ['django.middleware.csrf.CsrfViewMiddleware']\n"
_ANSWER = 'return HttpResponse("<b>" + request.{}["name"] + "</b>")\n'

BAD = (
    Bad(  # only the visitor's own form brings it
        {"shop/settings.py": _PROTECTED, "shop/views.py": django(_ANSWER.format("POST"))},
        ("shop/views.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"shop/settings.py": _PROTECTED, "shop/views.py": django(_ANSWER.format("GET"))},
        ("shop/views.py:5",),
        confidence=Confidence.HIGH,
    ),
    Bad(  # a letter that the staff writes
        "from jinja2 import Template\n\n\n" + _ACTION, (9,), confidence=Confidence.LOW
    ),
    bad(flask('return f"<h1>Hello {request.args[\'name\']}</h1>"\n'), 7),
    bad(flask('return "No item called " + request.args["name"], 404\n'), 7),
    bad(flask('return render_template_string("<p>" + request.args["name"] + "</p>")\n', top=_STRING), 8),
    bad(flask('return Template(request.form["text"]).render()\n', top="from jinja2 import Template\n"), 8),
    bad(fastapi("return HTMLResponse(f'<b>{q}</b>')\n", top=_HTML), 8),
    bad(django('return HttpResponse("<b>" + request.GET["name"] + "</b>")\n'), 5),
    bad(django('return render(request, "a.html", {"note": mark_safe(request.POST["note"])})\n',
               top="from django.utils.safestring import mark_safe"), 5),
    bad(flask('note = Markup(request.args["note"])\nreturn render_template("a.html", note=note)\n',
              top="from markupsafe import Markup\n"), 8),
    bad('def page(name):\n    return f"<title>{name}</title>"\n\n' + flask("return page(request.args['n'])\n"), 10),
)  # fmt: skip
GOOD = (
    good(flask('return render_template("a.html", name=request.args["name"])\n')),
    good(
        flask('return render_template_string("<p>{{ name }}</p>", name=request.args["name"])\n', top=_STRING)
    ),
    good(
        flask(
            "return f\"<h1>Hello {escape(request.args['name'])}</h1>\"\n",
            top="from markupsafe import escape\n",
        )
    ),
    good(flask('return {"message": f"Hello {request.args[\'name\']}"}\n')),
    good(
        flask('return jsonify(message="Hello " + request.args["name"])\n', top="from flask import jsonify\n")
    ),
    good(django('return HttpResponse("Hello " + request.GET["n"], content_type="text/plain")\n')),
    good(django('return HttpResponse(format_html("<b>{}</b>", request.GET["n"]))\n')),
    good(django('return HttpResponse("page %d" % int(request.GET["page"]))\n')),
    good(  # the row that has the key
        fastapi(
            "row = await db.get(Report, q)\nreturn HTMLResponse(f'<b>{row.title}</b>')\n",
            top=_HTML,
        )
    ),
    good(fastapi("return f'<b>{q}</b>'\n")),
    good(fastapi("return templates.TemplateResponse('a.html', {'q': q})\n")),
)
