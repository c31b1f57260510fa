"""Examples of tables that are given out whole, and of lists that only look so."""

from __future__ import annotations

from codereview.api import Bad, Good

_FAST = (
    "from fastapi import Depends, FastAPI\nfrom sqlalchemy import select\nfrom sqlalchemy.orm import Session\n"
    "from models import Order, Role\n\napp = FastAPI()\n\n"
)
_HEAD = '@app.get("/orders")\ndef orders(db: Session = Depends()):\n'
_FLASK = "from flask import Flask, jsonify\nfrom models import Order\n\napp = Flask(__name__)\n\n"
_MODELS = "class Order:\n    pass\n\nclass Role:\n    pass\n"
_URLS = "from django.urls import path\nimport views\n\nurlpatterns = [path('orders/', views.orders)]\n"
_DJANGO = "from django.http import JsonResponse\nfrom shop.models import Order\n\ndef orders(request):\n"
_REST = (
    "from rest_framework import viewsets\nfrom rest_framework.routers import DefaultRouter\n"
    "from shop.models import Order\n\nclass Orders(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n"
)
_ROUTER = "\nrouter = DefaultRouter()\nrouter.register('orders', Orders)\nurlpatterns = router.urls\n"


def _fast(body: str, head: str = _HEAD) -> dict[str, str]:
    return {"app.py": _FAST + head + body, "models.py": _MODELS}


def _django(body: str) -> dict[str, str]:
    return {"urls.py": _URLS, "views.py": _DJANGO + body}


BAD = (
    Bad(_fast("    return db.query(Order).all()\n"), ("app.py:10",)),
    Bad(_fast("    return db.query(Order).order_by(Order.id).all()\n"), ("app.py:10",)),
    Bad(_fast("    return db.execute(select(Order)).scalars().all()\n"), ("app.py:10",)),
    Bad(
        _fast(
            "    return read_orders(db)\n\ndef read_orders(db: Session):\n    rows = db.query(Order).all()\n"
            "    return rows\n"
        ),
        ("app.py:13",),
    ),
    Bad(
        {
            "app.py": _FLASK + '@app.route("/orders")\ndef orders():\n    rows = Order.query.all()\n'
            "    return jsonify([row.name for row in rows])\n",
            "models.py": _MODELS,
        },
        ("app.py:8",),
    ),
    Bad(_django("    return JsonResponse(list(Order.objects.all()), safe=False)\n"), ("views.py:5",)),
    Bad(
        _django("    return JsonResponse([o.number for o in Order.objects.all()], safe=False)\n"),
        ("views.py:5",),
    ),
    Bad(
        {
            "urls.py": _URLS,
            "views.py": "from django.shortcuts import render\nfrom shop.models import Order\n\ndef orders(request):\n"
            "    rows = Order.objects.all()\n    return render(request, 'orders.html', {'rows': rows})\n",
        },
        ("views.py:5",),
    ),
    Bad({"views.py": _REST + _ROUTER, "urls.py": "from views import urlpatterns\n"}, ("views.py:5",)),
)
GOOD = (
    Good(_fast("    return db.query(Order).limit(50).all()\n")),
    Good(_fast("    return db.query(Order).filter(Order.open).all()\n")),
    Good(_fast("    return db.query(Role).all()\n")),
    Good(
        _fast(
            "    return db.query(Order).offset(start).limit(count).all()\n",
            '@app.get("/orders")\ndef orders(db: Session, start: int = 0, count: int = 50):\n',
        )
    ),
    Good(
        _fast("    return db.query(Order).all()\n", '@app.get("/orders/export")\ndef orders(db: Session):\n')
    ),
    Good(_fast("    return db.query(Order).all()\n", "def every_order(db: Session):\n")),
    Good(_django("    return JsonResponse(list(Order.objects.all()[:20]), safe=False)\n")),
    Good(_django("    return JsonResponse({'count': Order.objects.all().count()})\n")),
    Good(_django("    return JsonResponse(list(Order.objects.filter(user=request.user)), safe=False)\n")),
    Good(
        {
            "views.py": _REST + _ROUTER,
            "urls.py": "from views import urlpatterns\n",
            "settings.py": "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': 'shop.Pages', 'PAGE_SIZE': 50}\n",
        }
    ),
    Good(
        {
            "views.py": _REST + "    pagination_class = Pages\n" + _ROUTER,
            "urls.py": "from views import urlpatterns\n",
        }
    ),
    Good(
        {
            "app.py": _FLASK
            + '@app.route("/orders")\ndef orders():\n    rows = Order.query.paginate(per_page=20)\n'
            "    return jsonify([row.name for row in rows])\n",
            "models.py": _MODELS,
        }
    ),
)
