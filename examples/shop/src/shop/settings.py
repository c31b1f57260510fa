"""Settings of the API and the worker, read from the environment."""

import os
from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# The back office signs its links with this, and the shop only checks them.
BACK_OFFICE_SECRET = os.getenv("BACK_OFFICE_SECRET", "shop-dev-secret-1")


class Settings(BaseSettings):
    """What the environment says, each name with the prefix ``SHOP_``."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    database_url: str
    log_level: str = "INFO"
    session_secret_key: str = "shop-dev-session-key"

    payment_url: str = "https://payments.example.com/v2"
    payment_token: SecretStr
    payment_token_header: str = "X-Payment-Token"
    payment_timeout: float = 5.0

    supplier_url: str = "https://supplier.example.com/stock"

    smtp_host: str = "localhost"
    smtp_port: int = 587
    smtp_user: str = "shop"
    smtp_password: SecretStr

    password_min_length: int = 12
    tax_per_cent: int = 19


@lru_cache
def settings() -> Settings:
    """The settings of this process; fails at the first call when one is missing."""
    return Settings()
