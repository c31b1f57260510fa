"""What the environment decides."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything has the prefix ROOMS_."""

    model_config = SettingsConfigDict(env_prefix="ROOMS_")

    secret_key: str
    database_url: str = "sqlite:///rooms.db"
    chat_webhook: str = ""
    token_minutes: int = 60


settings = Settings()
