from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import check_password, hash_password, make_token
from app.database import get_session
from app.models import User
from app.schemas import Token, UserIn

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", status_code=201)
def register(data: UserIn, session: Session = Depends(get_session)):
    """Makes an account."""
    if session.scalar(select(User).where(User.email == data.email)):
        raise HTTPException(409, "There is an account with this address")
    user = User(email=data.email, name=data.name, password_hash=hash_password(data.password))
    session.add(user)
    session.commit()
    return {"id": user.id}


@router.post("/token", response_model=Token)
def log_in(form: OAuth2PasswordRequestForm = Depends(), session: Session = Depends(get_session)):
    """Gives a token for an address and a password."""
    user = session.scalar(select(User).where(User.email == form.username))
    if user is None or not check_password(form.password, user.password_hash):
        raise HTTPException(401, "Address or password is wrong")
    return Token(access_token=make_token(user))
