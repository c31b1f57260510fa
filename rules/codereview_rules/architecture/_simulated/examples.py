"""Examples of ARC013."""

from __future__ import annotations

from codereview.api import Bad, Good

_APP = "import random\nimport time\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
_ROUTE = "@app.get('/health')\ndef health():\n    return score()\n\n\n"

BAD = (
    Bad(
        _APP + "@app.get('/score')\ndef score():\n    return {'confidence': random.uniform(0.8, 0.99)}\n",
        (11,),
    ),
    Bad(
        _APP + "@app.get('/load')\ndef load():\n    return answer()\n\n\ndef answer():\n"
        "    cpu_usage = random.randint(10, 60)\n    return cpu_usage\n",
        (15,),
    ),
    Bad(
        _APP + "def analyse(text):\n    time.sleep(2)\n"
        "    return {'sentiment': 'positive', 'words': len(text)}\n\n\n"
        "@app.post('/analyse')\ndef run(text: str):\n    return analyse(text)\n",
        (10,),
    ),
    Bad(
        _APP + "MOCK_USERS = [{'id': 1}, {'id': 2}]\n\n\n@app.get('/users')\ndef users():\n"
        "    return MOCK_USERS\n",
        (14,),
    ),
    Bad(
        _APP
        + "@app.get('/orders')\ndef orders():\n    return {'message': 'orders are not implemented yet'}\n",
        (11,),
    ),
    Bad(
        _APP
        + "@app.get('/people')\ndef people():\n    return [{'name': 'Jane Doe'}, {'name': 'John Doe'}]\n",
        (11,),
    ),
    Bad(_APP + "@app.post('/pay')\ndef pay():\n    raise NotImplementedError\n", (10,)),
    Bad(
        _APP + "def generate_mock_prices():\n    return [1, 2, 3]\n\n\n"
        "@app.get('/prices')\ndef prices():\n    return generate_mock_prices()\n",
        (15,),
    ),
    Bad(
        _APP + "def mock_answer(text):\n    return 'I am well'\n\n\n@app.get('/ask')\n"
        "def ask(text: str):\n    try:\n"
        "        return model.run(text)\n    except Exception:\n        return mock_answer(text)\n",
        (18,),
    ),
    Bad(
        {
            "main.py": "from fastapi import FastAPI\n\nfrom service import prices\n\n"
            "app = FastAPI()\n\n\n@app.get('/')\ndef root():\n    return prices()\n",
            "service.py": "from unittest.mock import MagicMock\n\n\ndef prices():\n    return MagicMock()\n",
        },
        ("service.py:1",),
    ),
    Bad(
        {
            "main.py": "from fastapi import FastAPI\n\nfrom mock_data import PRICES\n\n"
            "app = FastAPI()\n\n\n@app.get('/')\ndef root():\n    return PRICES\n",
            "mock_data.py": "PRICES = [1, 2, 3]\n",
        },
        ("main.py:3",),
    ),
)

GOOD = (
    Good(  # what a task is given is not the answer
        _APP + "@app.get('/streams')\ndef streams():\n    fake_results = {'share': None}\n"
        "    return start([tasks.analyse(fake_results, AREA)], AREA)\n"
    ),
    Good(  # it is asked for
        _APP + "@app.get('/users')\ndef users():\n    if settings.TEST_MODE:\n        mock_users = [1]\n"
        "        return mock_users\n    return load()\n"
    ),
    Good(
        {
            "main.py": "import shop\n",
            "archive/main.py": _APP + _ROUTE + "def score():\n    accuracy = random.random()\n"
            "    return accuracy\n",
        }
    ),
    Good(
        _APP
        + '@app.get(\'/batch\')\ndef batch():\n    return make(\'{"status": "501", "say": "not implemented"}\')\n'
    ),
    Good(  # each of the classes below has its own
        _APP + "class Door:\n    def __init__(self):\n        app.add_api_route('/login', self.login)\n\n"
        "    def login(self):\n        raise NotImplementedError\n\n\n"
        "class Front(Door):\n    def login(self):\n        return ask()\n\n\nFront()\n"
    ),
    Good(
        _APP + "@app.get('/page')\ndef page():\n    simulate_human_pace()\n    return read()\n\n\n"
        "def simulate_human_pace():\n    scroll()\n"
    ),
    Good(
        _APP + "def make_placeholder_form(template):\n    return form(template)\n\n\n"
        "@app.get('/letters')\ndef letters():\n    return make_placeholder_form('a')\n"
    ),
    Good(  # the answer says what it is
        _APP + "def make_mock_orders(count):\n    return [{'number': n} for n in range(count)]\n\n\n"
        "@app.post('/rules')\ndef tried(rule: str):\n    mock_orders = make_mock_orders(3)\n"
        "    return {'passed': run(rule, mock_orders), 'mock_orders': mock_orders}\n"
    ),
    Good(
        _APP + "@app.get('/npcs')\ndef npcs():\n    npc_risk = 1\n"
        "    risk = random.uniform(0.1, 0.9)\n    return {'risk': risk + npc_risk}\n"
    ),
    Good(_APP + "@app.get('/errors/not-implemented')\ndef shown():\n    raise NotImplementedError\n"),
    Good(
        _APP
        + "@app.post('/calls')\ndef calls(name: str):\n    if name == 'weather':\n        return weather()\n"
        "    if name == 'news':\n        return news()\n    if name == 'time':\n        return clock()\n"
        "    return {'result': 'this function is not implemented'}\n"
    ),
    Good(
        _APP
        + "@app.post('/steps')\ndef run(kind: str, seconds: int):\n    if kind == 'sleep':\n        time.sleep(seconds)"
        "\n        return {'status': 'slept'}\n    return {'status': 'unknown'}\n"
    ),
    Good(
        _APP + "def mock_order():\n    return {'number': 1}\n\n\n@app.get('/mails/preview')\ndef shown():\n"
        "    return render(mock_order())\n"
    ),
    Good(
        _APP + "def mock_answers_enabled():\n    return settings.mock\n\n\n@app.get('/ask')\ndef ask():\n"
        "    return model.run(mock_answers_enabled())\n"
    ),
    Good(
        _APP
        + "def delay_node(seconds):\n    time.sleep(seconds)\n    return {'status': 'done', 'kind': 'delay'}\n\n\n"
        "@app.post('/nodes')\ndef nodes():\n    return delay_node(3)\n"
    ),
    Good(
        _APP
        + "def make_placeholder_thumbnail(name):\n    return draw(name)\n\n\n@app.get('/picture')\ndef picture():\n"
        "    return make_placeholder_thumbnail('a')\n"
    ),
    Good(_APP + "@app.get('/roll')\ndef roll():\n    return {'eyes': random.randint(1, 6)}\n"),
    Good(_APP + "@app.get('/wait')\ndef wait():\n    time.sleep(1)\n    return fetch()\n"),
    Good(_APP + "@app.get('/users')\ndef users():\n    return [{'name': u.name} for u in load()]\n"),
    Good("import random\n\n\ndef train():\n    accuracy = random.random()\n    return accuracy\n"),
    Good(
        _APP + "def mock_answer(text):\n    return 'I am well'\n\n\n@app.get('/ask')\ndef ask(text: str):\n"
        "    if settings.offline:\n        return mock_answer(text)\n    return model.run(text)\n"
    ),
    Good(
        _APP + "from fastapi import HTTPException\n\n\n@app.get('/orders')\ndef orders():\n"
        "    raise HTTPException(501, 'not implemented')\n"
    ),
    Good(
        _APP + "class Base:\n    def run(self):\n        raise NotImplementedError\n\n\n"
        "@app.get('/run')\ndef run():\n    return engine().run()\n"
    ),
    Good(
        {
            "main.py": _APP,
            "tests/test_main.py": "from unittest.mock import MagicMock\n\n\ndef test_it():\n"
            "    assert MagicMock()\n",
        }
    ),
    Good(
        _APP + "@app.get('/detect')\ndef detect(text: str):\n"
        "    return detect_fake_news(text)\n\n\ndef detect_fake_news(text):\n"
        "    return model.run(text)\n"
    ),
    Good(
        _APP + "@app.get('/jitter')\ndef jitter():\n"
        "    latency_limit = random.uniform(1, 2)\n    return call(latency_limit)\n"
    ),
    Good(_APP + "@app.get('/x')\ndef x():\n    return {'error': 'not implemented'}, 501\n"),
    Good(  # one of the events is not known
        _APP
        + "@app.post('/events')\ndef events(kind: str):\n    if kind == 'paid':\n        return book(kind)\n"
        "    elif kind == 'sent':\n        return send(kind)\n    return {'result': 'not implemented'}\n"
    ),
    Good(
        _APP
        + "@app.get('/export')\ndef export(kind: str):\n    if kind == 'csv':\n        return write(kind)\n"
        "    return {'success': False, 'message': 'PDF is not implemented yet'}\n"
    ),
    Good(
        _APP
        + "async def step(action):\n    await asyncio.sleep(action.seconds)\n    return {'status': 'done'}\n\n\n"
        "@app.post('/steps')\nasync def steps(action: dict):\n    return await step(action)\n"
    ),
    Good(
        _APP + "MOCK_ANSWERS = ['as a model']\n\n\n@app.post('/check')\ndef check(text: str):\n"
        "    return {'made_up': any(part in text for part in MOCK_ANSWERS)}\n"
    ),
    Good(
        _APP
        + "@app.get('/people')\ndef people(row: dict):\n    return {'name': row.get('name', 'Jane Doe')}\n"
    ),
    Good(
        _APP + "@app.get('/api.json')\ndef described():\n"
        "    return {'openapi': '3.0.0', 'info': {'contact': 'help@example.com'}}\n"
    ),
    Good(
        {
            "main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
            "try_without_rows.py": "from unittest.mock import patch\n\nif __name__ == '__main__':\n"
            "    with patch('main.app'):\n        print('runs')\n",
        }
    ),
)
