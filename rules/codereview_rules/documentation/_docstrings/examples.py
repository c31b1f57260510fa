"""Examples of DOC002."""

from __future__ import annotations

from codereview.api import Bad, Good


def _google(signature: str, *lines: str, body: str = "return 1") -> str:
    inner = "\n".join(f"    {line}" if line else "" for line in lines)
    return f'def {signature}:\n    """Does it.\n\n{inner}\n    """\n    {body}\n'


_NUMPY = (
    'def area(width, height, unit="m"):\n    """The area.\n\n    Parameters\n    ----------\n    width : float\n'
    "        How wide.\n    heigth : float\n        How high.\n    unit : str, optional\n        Of length.\n\n"
    '    Returns\n    -------\n    float\n        The area.\n    """\n    return width * height\n'
)

BAD = (
    Bad(_google("send(to, text)", "Args:", "    to: who", "    body: what"), lines=(6,)),
    Bad(_google("send(to, message)", "Args:", "    to: who", "    mesage: what"), lines=(6,)),
    Bad(_google("send(to, text, retries)", "Args:", "    to: who", "    text (str): what"), lines=(5,)),
    Bad(_NUMPY, lines=(8,)),
    Bad(
        _google("send(to, text)", ":param to: who", ":param str subject: what about", ":param text: what"),
        lines=(5,),
    ),
    Bad(_google("save(path)", "Returns:", "    bool: whether it was saved", body="print(path)"), lines=(4,)),
    Bad(
        _google("save(path)", ":param path: where", ":returns: the number of bytes", body="print(path)"),
        lines=(5,),
    ),
    Bad(
        'class Client:\n    """A client.\n\n    Args:\n        host: where\n        port: which\n    """\n\n'
        "    def __init__(self, host):\n        self.host = host\n",
        lines=(6,),
    ),
    Bad(
        _google("limit(self)", "Raises:", "    ValueError: if it is negative", body="return self.bound"),
        lines=(5,),
    ),
)

GOOD = (
    Good(
        _google(
            "send(to, text, *args, **kwargs)",
            "Args:",
            "    to: who",
            "    text: what",
            "    timeout: seconds",
        )
    ),
    Good(
        _google(
            "send(to, text=None)", "Args:", "    to (str): who", "    text (Optional[Dict[str, int]]): what"
        )
    ),
    Good(_google("send(to, text, db=Depends(get))", "Args:", "    to: who", "    text: what")),
    Good(
        _google(
            "send(to, text, retries)",
            "Sends `text` as often as retries says.",
            "",
            "Args:",
            "    to: who",
            "    text: a",
        )
    ),
    Good(_google("save(path)", "Returns:", "    None", body="print(path)")),
    Good(_google("load(path)", "Returns:", "    Iterator of lines", body="yield path")),
    Good(_google("load(path)", "Returns:", "    The text", body="raise NotImplementedError")),
    Good(
        "from typing import overload\n\n\n@overload\n"
        + _google("send(to)", "Args:", "    to: who", "    text: what", body="...")
    ),
    Good(
        'class Client:\n    """A client.\n\n    Args:\n        host: where\n        url: made of it\n    """\n\n'
        '    def __init__(self, host):\n        self.url = f"https://{host}"\n'
    ),
    Good(
        'from base import Base\n\n\nclass Client(Base):\n    """A client.\n\n    Args:\n        host: where\n'
        '    """\n\n    timeout = 3\n'
    ),
    Good(
        _google(
            "send(to, text)", "Args:", "    to: who", "    the text that is sent", "    (anything) else: what"
        )
    ),
    Good(_NUMPY.replace("heigth", "height")),
    Good(
        _google("limit(self)", "Raises:", "    ValueError: if it is negative", body="return self.checked()")
    ),
    Good(_google("send(to, text)", "Note:", "    nothing: at all", "", "Example:", "    send: it")),
    Good(
        _google(
            "wait(seconds)",
            "Args:",
            "    seconds: how long",
            "",
            "Returns:",
            "    never",
            body="raise SystemExit(seconds)",
        )
    ),
    Good(
        "from typing import Annotated\n\nfrom langchain_core.tools import InjectedToolArg, tool\n\n\n"
        "@tool(parse_docstring=True)\n"
        + _google(
            "look(camera, words, config: Annotated[dict, InjectedToolArg()])",
            "Args:",
            "    camera: which",
            "    words: for what",
        )
    ),
)
