"""Names by which frameworks declare routes.

Sources: the public documentation of FastAPI, Starlette, Flask, Quart, Django, Django REST framework, aiohttp,
flask-cors and django-cors-headers.
"""

from __future__ import annotations

import re

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
DECORATES = VERBS | {"route", "api_route", "websocket", "websocket_route", "view"}
"""Methods of an application or router that decorate a handler."""
PATHS = frozenset({"routes", "rules", "urls", "paths", "rule", "route", "url", "path", "methods"})
"""Keywords under which helpers of projects are given the paths and methods of routes."""
HANDLES = frozenset({"do_GET", "do_POST", "do_PUT", "do_PATCH", "do_DELETE"})
"""Methods of classes by which the standard library's server answers requests."""
VIEW_DECORATORS = frozenset(
    {"api_view", "action", "require_http_methods", "require_POST", "require_GET", "permission_classes"}
)
APPLICATIONS = frozenset({"FastAPI", "Starlette", "Flask", "Quart", "Sanic", "Application"})
ROUTERS = frozenset({"APIRouter", "Router", "Blueprint", "RouteTableDef", "DefaultRouter", "SimpleRouter"})
URLS = frozenset({"path", "re_path", "url", "Route", "Mount", "WebSocketRoute", "include"})
ADDS = frozenset(
    """
    include_router add_api_route add_route add_url_rule register_blueprint register mount add_middleware
    middleware before_request init_app add_routes add_get add_post add_put add_patch add_delete add_view add_head
    add_subapp add_api_websocket_route add_websocket_route CORS add_resource add_namespace register_blueprints
    """.split()
)
"""Calls that change an application or router."""
INCLUDES = frozenset(
    {"include_router", "register_blueprint", "mount", "add_subapp", "add_namespace", "add_routes"}
)
"""Those of them that put a router into another one."""
TELLING = frozenset(
    """
    include_router add_api_route add_url_rule register_blueprint add_middleware add_routes add_get add_post add_put
    add_patch add_delete add_subapp add_api_websocket_route
    """.split()
)
"""Those of them that hardly mean anything else: a file with one is worth a look."""


def makes(name: str) -> bool:
    """Whether what is called makes an application or router, by its last name."""
    return name in APPLICATIONS or name in ROUTERS or name.endswith("Router")


PACKAGES = frozenset(
    "fastapi starlette flask quart rest_framework aiohttp flask_cors flask_restful flask_restx flask_smorest".split()
)
VIEWS = frozenset(
    """
    render redirect get_object_or_404 HttpResponse JsonResponse View csrf_exempt require_POST require_http_methods
    login_required
    """.split()
)
"""What files with Django's views import."""
SETTINGS = frozenset(
    """
    urlpatterns REST_FRAMEWORK MIDDLEWARE MIDDLEWARE_CLASSES CORS_ALLOW_ALL_ORIGINS CORS_ORIGIN_ALLOW_ALL
    CORS_ALLOW_CREDENTIALS CORS_ALLOWED_ORIGINS CORS_ALLOWED_ORIGIN_REGEXES CORS_ORIGIN_WHITELIST ROOT_URLCONF
    """.split()
)
ATTRIBUTES = frozenset(
    "permission_classes authentication_classes decorators method_decorators http_method_names methods".split()
)
# words of code that asks who is there: a function with one of them is not said to be open
HINT = re.compile(
    r"auth|login|logged|signin|signup|register|passw|token|jwt|user|admin|api_?key|secret|credential|permission|"
    r"session|cookie|header|sign|hmac|verif|forbid|401|403|owner|account|role|csrf|captcha|remote_addr|identity|"
    r"principal|protect|member|access|tenant|profile|(?<![a-z])x_[a-z]|basic|bearer|whitelist|allowed",
    re.IGNORECASE,
)
