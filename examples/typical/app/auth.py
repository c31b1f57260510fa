"""Passwords and tokens."""

from datetime import datetime, timedelta

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
from passlib.context import CryptContext
from sqlalchemy.orm import Session

from app.database import get_session
from app.models import User
from app.settings import settings

passwords = CryptContext(schemes=["bcrypt"])
bearer = OAuth2PasswordBearer(tokenUrl="/auth/token")


def hash_password(password: str) -> str:
    """A salted hash of a password, to be stored."""
    return passwords.hash(password)


def check_password(password: str, hashed: str) -> bool:
    """Whether a password is the one that was hashed."""
    return passwords.verify(password, hashed)


def make_token(user: User) -> str:
    """A token that says who somebody is, for as long as the settings say."""
    expires = datetime.utcnow() + timedelta(minutes=settings.token_minutes)
    return jwt.encode({"sub": str(user.id), "exp": expires}, settings.secret_key, algorithm="HS256")


def current_user(token: str = Depends(bearer), session: Session = Depends(get_session)) -> User:
    """The user that a token belongs to."""
    try:
        claims = jwt.decode(token, settings.secret_key, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Log in first")
    user = session.get(User, int(claims["sub"]))
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Log in first")
    return user
