"""Examples of models in services."""

from __future__ import annotations

from codereview.api import Bad, Good

_API = "from fastapi import FastAPI\n\napp = FastAPI()\n\n"
_JOBLIB = "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n"
_TORCH = (
    "import torch\nfrom fastapi import FastAPI\n"
    "from transformers import AutoModelForSequenceClassification, AutoTokenizer\n\n"
    'app = FastAPI()\ntokenizer = AutoTokenizer.from_pretrained("small")\n'
    'model = AutoModelForSequenceClassification.from_pretrained("small")\n\n'
)

BAD = (
    Bad(
        _JOBLIB + '@app.post("/predict")\ndef predict(x: float):\n'
        '    model = joblib.load("model.joblib")\n'
        "    return float(model.predict([[x]])[0])\n",
        lines=(8,),
    ),
    Bad(
        "from fastapi import FastAPI\nfrom transformers import pipeline\n\napp = FastAPI()\n\n"
        "def classify(text):\n"
        '    run = pipeline("sentiment-analysis")\n'
        "    return run(text)\n\n"
        '@app.post("/mood")\ndef mood(text: str):\n    return classify(text)\n',
        lines=(7,),
    ),
    Bad(
        "import spacy\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n"
        '@app.route("/entities", methods=["POST"])\ndef entities():\n'
        '    nlp = spacy.load("en_core_web_sm")\n'
        "    return [e.text for e in nlp(request.json['text']).ents]\n",
        lines=(8,),
    ),
    Bad(
        {
            "api.py": _API.replace("app =", "from engine import Engine\n\napp =")
            + '@app.post("/embed")\ndef embed(text: str):\n    return Engine().run(text)\n',
            "engine.py": "from sentence_transformers import SentenceTransformer\n\nclass Engine:\n"
            "    def __init__(self):\n"
            '        self.model = SentenceTransformer("small")\n\n'
            "    def run(self, text):\n        return self.model.encode(text).tolist()\n",
        },
        lines=("engine.py:5",),
    ),
    Bad(
        _TORCH + '@app.post("/mood")\ndef mood(text: str):\n'
        '    inputs = tokenizer(text, return_tensors="pt")\n'
        "    logits = model(**inputs).logits\n"
        "    return int(logits.argmax())\n",
        lines=(12,),
    ),
    Bad(
        "import torch\nfrom torch import nn\nfrom flask import Flask\n\napp = Flask(__name__)\n\n"
        "class Net(nn.Module):\n    def forward(self, x):\n        return x\n\n"
        "net = Net()\n\n"
        '@app.route("/score")\ndef score():\n'
        "    return str(net(torch.zeros(1)).item())\n",
        lines=(15,),
    ),
    Bad(
        "import asyncio\n" + _JOBLIB + "def work(x):\n"
        '    return joblib.load("model.joblib").predict([[x]])\n\n'
        '@app.post("/predict")\nasync def predict(x: float):\n'
        "    return await asyncio.to_thread(work, x)\n",
        lines=(8,),
    ),
    Bad(
        "import pickle\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n"
        '@app.route("/predict", methods=["POST"])\ndef predict():\n'
        '    with open("model.pkl", "rb") as file:\n'
        "        model = pickle.load(file)\n"
        "    return str(model.predict([request.json['x']]))\n",
        lines=(9,),
    ),
)
GOOD = (
    Good(
        _JOBLIB + 'model = joblib.load("model.joblib")\n\n@app.post("/predict")\ndef predict(x: float):\n'
        "    return float(model.predict([[x]])[0])\n"
    ),
    Good(
        "import functools\n" + _JOBLIB + "@functools.lru_cache\ndef load():\n"
        '    return joblib.load("model.joblib")\n\n'
        '@app.post("/predict")\ndef predict(x: float):\n'
        "    return float(load().predict([[x]])[0])\n"
    ),
    Good(
        _JOBLIB + "model = None\n\ndef load():\n    global model\n    if model is None:\n"
        '        model = joblib.load("model.joblib")\n    return model\n\n'
        '@app.post("/predict")\ndef predict(x: float):\n'
        "    return float(load().predict([[x]])[0])\n"
    ),
    Good(
        _TORCH + '@app.post("/mood")\ndef mood(text: str):\n'
        '    inputs = tokenizer(text, return_tensors="pt")\n'
        "    with torch.inference_mode():\n"
        "        logits = model(**inputs).logits\n"
        "    return int(logits.argmax())\n"
    ),
    Good(
        _TORCH + "@torch.no_grad()\ndef run(inputs):\n    return model(**inputs).logits\n\n"
        '@app.post("/mood")\ndef mood(text: str):\n'
        '    return int(run(tokenizer(text, return_tensors="pt")).argmax())\n'
    ),
    Good(
        "from fastapi import FastAPI\nfrom transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
        'app = FastAPI()\ntokenizer = AutoTokenizer.from_pretrained("small")\n'
        'model = AutoModelForCausalLM.from_pretrained("small")\n\n'
        '@app.post("/say")\ndef say(text: str):\n'
        '    return tokenizer.decode(model.generate(**tokenizer(text, return_tensors="pt"))[0])\n'
    ),
    Good(
        _JOBLIB + "class Store:\n    def __init__(self):\n        self.model = None\n\n"
        "    def get(self):\n        if self.model is not None:\n            return self.model\n"
        '        self.model = joblib.load("model.joblib")\n        return self.model\n\n'
        "store = Store()\n\n"
        '@app.post("/predict")\ndef predict(x: float):\n    return float(store.get().predict([[x]])[0])\n'
    ),
    Good(
        "import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def forward(self, x):\n        return x\n\n"
        "def train(net, batches, step):\n    for x in batches:\n        step(net(x).sum())\n\n"
        'def start():\n    train(Net(), [torch.load("batch.pt")], print)\n'
    ),
    Good(
        _JOBLIB + "def make(name):\n    return joblib.load(name)\n\n"
        "class Speaker:\n    def __init__(self):\n        self.voice = None\n\n"
        "    def say(self, name):\n"
        "        if self.voice is None or name != self.voice.name:\n"
        "            self.voice = make(name)\n"
        "        return self.voice\n\n"
        "speaker = Speaker()\n\n"
        '@app.post("/say")\ndef say(name: str):\n    return speaker.say(name).name\n'
    ),
)
