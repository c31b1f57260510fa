"""Examples of OPS009."""

from __future__ import annotations

from codereview.api import Bad, Good

_OS = "import os\n\n"
_SETTINGS = "from pydantic import Field\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"
_USE = {"main.py": "from settings import Settings\n\nsettings = Settings()\nprint(settings.host)\n"}

BAD = (
    Bad(
        {"app.py": f'{_OS}HOST = os.environ["SHOP_HOST"]\n', ".env.example": "SHOP_HOST=\nSHOP_COLOUR=red\n"},
        lines=(".env.example:2",),
    ),
    Bad(
        {
            "app.py": f'{_OS}SECONDS = int(os.getenv("SHOP_TIMEOUT", "5"))\n',
            ".env.example": "# how long to wait\nSHOP_TIMEUOT=3\n",
        },
        lines=(".env.example:2",),
    ),
    Bad(
        {
            "app.py": f'{_OS}A = os.environ["SHOP_HOST"]\nB = os.environ["SHOP_ACCOUNT"]\n',
            ".env.example": "SHOP_HOST=\n",
        },
        lines=(".env.example:1",),
    ),
    Bad(
        {
            "app.py": f'{_OS}A = os.getenv("SHOP_HOST")\n',
            "README.md": "# Shop\n\n| Variable | Meaning |\n|---|---|\n| `SHOP_HOST` | host |\n"
            "| `SHOP_COLOUR` | colour |\n",
        },
        lines=("README.md:6",),
    ),
    Bad(
        {
            "settings.py": f"{_SETTINGS}class Settings(BaseSettings):\n"
            '    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    host: str\n',
            **_USE,
            ".env.example": "SHOP_HOTS=\n".replace("HOST=\n", "", 1),
        },
        lines=(".env.example:1",),
    ),
    Bad(
        {
            "settings.py": f"{_SETTINGS}class Settings(BaseSettings):\n    host: str = 'a'\n"
            "    retries_of_mail: int = 3\n"
            f"",
            **_USE,
        },
        lines=("settings.py:7",),
    ),
    Bad(
        {
            "settings.py": f"{_SETTINGS}class Settings(BaseSettings):\n"
            '    host: str = Field(validation_alias="SHOP_ADDRESS")\n',
            **_USE,
            ".env.example": "SHOP_NAME=\n",
        },
        lines=(".env.example:1", ".env.example:1"),
    ),
    Bad(
        {
            "app.py": 'from decouple import config\n\nA = config("SHOP_ACCOUNT")\n'
            'B = config("SHOP_HOST", default="a")\n',
            ".env.example": "SHOP_HOST=\n",
        },
        lines=(".env.example:1",),
    ),
    Bad(
        {
            "app.py": f'{_OS}A = os.getenv("SHOP_TIMEOUT", "5")\n',
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      SHOP_TIMEOUTS: 5\n",
        },
        lines=("compose.yml:5",),
    ),
    Bad(
        {
            "app.py": f'{_OS}SHOP_MAIL_TIMEOUT = int(os.getenv("SHOP_SECONDS", "5"))\n',
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      SHOP_MAIL_TIMEOUT: 5\n",
        },
        lines=("compose.yml:5",),
    ),
    Bad(
        {
            "app.py": f'{_OS}SHOP_OPEN = os.getenv("IS_OPEN", "no").lower() == "yes"\n',
            ".env.example": "SHOP_OPEN=yes\n",
        },
        lines=(".env.example:1",),
    ),
    Bad(
        {
            "app.py": f'{_OS}A = os.getenv("SHOP_MAIL_HOST", "a")\n',
            ".env.example": "MAIL_SHOP_HOST=a\n",
        },
        lines=(".env.example:1",),
    ),
    Bad(
        {
            "app.py": 'import streamlit as st\n\nst.write(st.secrets["shop"]["host"], st.secrets["account"])\n',
            ".streamlit/secrets.toml.example": '[shop]\nhost = ""\n',
        },
        lines=(".streamlit/secrets.toml.example:1",),
    ),
)

GOOD = (
    Good(  # the variable has the name of a key that another place reads
        {
            "app.py": f'{_OS}SHOP_PORT = os.getenv("PORT_OF_SHOP", "5")\nB = os.getenv("SHOP_PORT")\n',
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      SHOP_PORT: 5\n",
        }
    ),
    Good(  # both are given
        {
            "app.py": f'{_OS}SHOP_HOST = os.getenv("HOST_ADDRESS", "a")\n',
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      SHOP_HOST: a\n"
            "      HOST_ADDRESS: b\n",
        }
    ),
    Good(  # the script that starts it hands the value on
        {
            "app.py": f'{_OS}SHOP_HOST = os.getenv("HOST_ADDRESS", "a")\n',
            "start.sh": 'HOST_ADDRESS="$SHOP_HOST" python app.py\n',
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      SHOP_HOST: a\n",
        }
    ),
    Good(
        {
            "settings.py": f"{_SETTINGS}class Base(BaseSettings):\n"
            '    model_config = {"env_prefix": "SHOP_"}\n\n\nclass Settings(Base):\n    host: str\n',
            **_USE,
            ".env.example": "SHOP_HOST=\n",
        }
    ),
    Good(
        {
            "settings.py": f"{_SETTINGS}class Mail(BaseSettings):\n    host: str = 'a'\n\n\n"
            "class Settings(BaseSettings):\n"
            '    model_config = SettingsConfigDict(env_nested_delimiter="__")\n    host: Mail = Mail()\n',
            **_USE,
            ".env.example": "HOST__PORT=\nHOST__HOST=\n",
        }
    ),
    Good(
        {
            "app.py": f'{_OS}def read(name):\n    return os.environ["SHOP_" + name]\n\n\nread("HOST")\n',
            ".env.example": "SHOP_HOST=\nSHOP_NAME=\n",
        }
    ),
    Good(
        {
            "app.py": f'{_OS}KEY = "SHOP_HOST"\n\n\ndef host():\n    return os.environ[KEY]\n',
            ".env.example": "SHOP_HOST=\n",
        }
    ),
    Good(
        {
            "app.py": f'{_OS}print(os.environ.get("SHOP_HOST"))\n',
            ".env.example": "SHOP_HOST=\nSHOP_VOLUME=\nPOSTGRES_PASSWORD=\nPYTHONUNBUFFERED=1\n",
            "compose.yml": "services:\n  db:\n    image: postgres:16\n    volumes: ['${SHOP_VOLUME}:/data']\n",
        }
    ),
    Good(
        {
            "app.py": f"{_OS}try:\n    A = os.environ['SHOP_HOST']\nexcept KeyError:\n    A = ''\n",
            ".env.example": "# SHOP_NAME=\n",
        }
    ),
    Good(
        {
            "app.py": "import environ\n\nenv = environ.Env(SHOP_DEBUG=(bool, False))\nA = env('SHOP_DEBUG')\n"
            "B = env.db()\n",
            ".env.example": "SHOP_DEBUG=\nDATABASE_URL=\n",
        }
    ),
    Good(
        {
            "app.py": "import click\n\n\n@click.command()\n@click.option('--host', envvar='SHOP_HOST')\n"
            "def main(host): ...\n",
            ".env.example": "SHOP_HOST=\n",
        }
    ),
    Good(
        {
            "app.py": f'{_OS}print(os.environ["SHOP_HOST"])\n',
            "deploy/values.yaml": "env:\n  SHOP_HOST: a\n",
            "README.md": "# Shop\n",
        }
    ),
    Good(
        {
            "app.py": f'{_OS}print(os.environ.get("SHOP_HOST"))\n',
            "web/app.ts": "console.log(process.env.SHOP_COLOUR)\n",
            ".env.example": "SHOP_HOST=\nSHOP_COLOUR=\n",
        }
    ),
    Good(
        {
            "settings.py": f"{_SETTINGS}class Settings(BaseSettings):\n    host: str = 'a'\n    retries: int = 3\n",
            "main.py": "from settings import Settings\n\nsettings = Settings()\n"
            "print(settings.model_dump(), settings.host)\n",
        }
    ),
    Good(
        {
            "settings.py": f"{_SETTINGS}class Settings(BaseSettings):\n    host: str = 'a'\n    secret: str = ''\n\n"
            "    @property\n    def url(self):\n        return f'{self.host}/{self.secret}'\n",
            "main.py": "from settings import Settings\n\nprint(Settings().url)\n",
        }
    ),
)
