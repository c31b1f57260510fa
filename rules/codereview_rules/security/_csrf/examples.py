"""Examples of SEC015."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_DJANGO = (
    "from django.contrib.auth.decorators import login_required\n"
    "from django.contrib.auth.mixins import LoginRequiredMixin\n"
    "from django.utils.decorators import method_decorator\n"
    "from django.views import View\n"
    "from django.views.decorators.csrf import csrf_exempt\n\n\n"
)
_FLASK = "from flask import Flask\nfrom flask_wtf import FlaskForm\n\napp = Flask(__name__)\n"

_NOTED = (
    _DJANGO + "@method_decorator([csrf_exempt, login_required], name='dispatch')\nclass Note(View):\n"
    "    def post(self, request):\n        {}\n        return HttpResponse(status=200)\n"
)
BAD = (
    Bad(_NOTED.format("self.letter.mark_read()"), confidence=Confidence.LOW, lines=(9,)),
    Bad(_NOTED.format("self.letter.send()"), confidence=Confidence.HIGH, lines=(9,)),
    Bad(
        _DJANGO + "@csrf_exempt\n@login_required\ndef rename(request):\n"
        "    request.user.name = 'x'\n    request.user.save()\n",
        (10,),
    ),
    Bad(
        _DJANGO + "@login_required\n@csrf_exempt\ndef drop(request, key):\n"
        "    Item.objects.get(pk=key).delete()\n",
        (10,),
    ),
    Bad(_DJANGO + "@csrf_exempt\ndef order(request):\n    Order.objects.create(user=request.user)\n", (9,)),
    Bad(_DJANGO + "@csrf_exempt\ndef pay(request):\n    pay_for(request.session['cart']).save()\n", (9,)),
    Bad(
        _DJANGO + "@method_decorator(csrf_exempt, name='dispatch')\nclass Edit(LoginRequiredMixin, View):\n"
        "    def post(self, request):\n        return save(request)\n",
        (9,),
    ),
    Bad(
        _DJANGO + "@method_decorator([csrf_exempt, login_required], name='dispatch')\nclass Edit(View):\n"
        "    def post(self, request):\n        return save(request)\n",
        (9,),
    ),
    Bad(_FLASK + "app.config['WTF_CSRF_ENABLED'] = False\n", (5,)),
    Bad("class Config:\n    WTF_CSRF_ENABLED = False\n", (2,), path="config.py"),
    Bad(
        "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n"
        "    app.config['WTF_CSRF_ENABLED'] = False\n    return app\n",
        (6,),
    ),
    Bad(  # the address leads to another view of that name
        {
            "shop/urls.py": "from django.urls import path\n\nfrom shop.api import order\n\n"
            "urlpatterns = [path('order/', order)]\n",
            "shop/api.py": "def order(request):\n    return None\n",
            "shop/__init__.py": "",
            "shop/views.py": _DJANGO
            + "@csrf_exempt\ndef order(request):\n    Order.objects.create(user=request.user)\n",
        },
        ("shop/views.py:9",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/urls.py": "from django.urls import path\n\nfrom shop.views import order\n\n"
            "urlpatterns = [path('order/', order)]\n",
            "shop/__init__.py": "",
            "shop/views.py": _DJANGO
            + "@csrf_exempt\ndef order(request):\n    Order.objects.create(user=request.user)\n",
        },
        ("shop/views.py:9",),
        confidence=Confidence.MEDIUM,
    ),
)

GOOD = (
    Good(  # nobody else can send what it asks for
        _DJANGO + "@csrf_exempt\ndef change(request):\n"
        "    if request.user.check_password(request.POST['old_password']):\n        request.user.save()\n"
    ),
    Good(  # it may ask for a token that no browser sends by itself
        {
            "shop/guards.py": "def require_authentication(view):\n    return view\n",
            "shop/views.py": _DJANGO + "from shop.guards import require_authentication\n\n\n@csrf_exempt\n"
            "@require_authentication\ndef order(request):\n    Order.objects.create(user=request.user)\n",
        }
    ),
    Good(  # a page, whoever asks for it
        _DJANGO + "@method_decorator(csrf_exempt, name='dispatch')\nclass Show(LoginRequiredMixin, View):\n"
        "    def post(self, request):\n        return render(request, 'show.html', self.get_context_data())\n"
    ),
    Good(
        _DJANGO
        + "from django.views.decorators.http import require_http_methods\n\n\n@csrf_exempt\n@login_required\n"
        "@require_http_methods(['GET'])\ndef drop(request, key):\n    Item.objects.get(pk=key).delete()\n"
    ),
    Good(
        _DJANGO + "@csrf_exempt\n@login_required\ndef refresh(request):\n    cache.delete(request.user.pk)\n"
    ),
    Good(_DJANGO + "@csrf_exempt\ndef csp_report(request):\n    LogEntry(user=request.user).save()\n"),
    Good(
        _DJANGO + "from rest_framework.decorators import api_view\n\n\n@csrf_exempt\n@api_view(['POST'])\n"
        "def order(request):\n    Order.objects.create(user=request.user)\n"
    ),
    Good(
        _DJANGO + "from django.views.decorators.http import require_GET\n\n\n@csrf_exempt\n@require_GET\n"
        "def health(request):\n    Visit.objects.create(user=request.user)\n"
    ),
    Good(  # dictionaries and sets of its own
        _DJANGO + "@csrf_exempt\n@login_required\ndef show(request):\n    rows, seen = {}, set()\n"
        "    rows.update(read(request.user))\n    seen.add(1)\n    return page(rows)\n"
    ),
    Good(
        _DJANGO + "@csrf_exempt\ndef stripe_webhook(request):\n"
        "    Payment.objects.create(body=request.body)\n"
    ),
    Good(
        _DJANGO + "@csrf_exempt\ndef order(request):\n    check_api_key(request)\n"
        "    Order.objects.create(user=request.user)\n"
    ),
    Good(_DJANGO + "@csrf_exempt\n@login_required\ndef show(request):\n    return page(request.user)\n"),
    Good(
        _DJANGO + "@csrf_exempt\ndef measure(request):\n"
        "    Sample.objects.create(value=request.POST['value'])\n"
    ),
    Good(_DJANGO + "@login_required\ndef rename(request):\n    request.user.save()\n"),
    Good("class TestConfig:\n    WTF_CSRF_ENABLED = False\n", path="config.py"),
    Good(_FLASK + "app.config['WTF_CSRF_ENABLED'] = True\n"),
    Good(
        "from flask import Flask\nfrom flask_wtf.csrf import CSRFProtect\n\napp = Flask(__name__)\n"
        "app.config['WTF_CSRF_CHECK_DEFAULT'] = False\ncsrf = CSRFProtect(app)\n\n\n"
        "@app.before_request\ndef check():\n    csrf.protect()\n"
    ),
    Good(_FLASK + "app.config['WTF_CSRF_ENABLED'] = False\n", path="tests/conftest.py"),
    Good(
        _DJANGO + "@method_decorator(csrf_exempt, name='dispatch')\nclass Feed(View):\n"
        "    def post(self, request):\n        return keep(request)\n"
    ),
)
