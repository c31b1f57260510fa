from datetime import datetime

from pydantic import BaseModel, ConfigDict, EmailStr, Field


class UserIn(BaseModel):
    email: EmailStr
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=10)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class RoomIn(BaseModel):
    name: str = Field(min_length=1, max_length=100)
    seats: int = Field(gt=0)


class RoomOut(RoomIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


class BookingIn(BaseModel):
    room_id: int
    title: str = Field(min_length=1, max_length=200)
    start: datetime
    end: datetime


class BookingOut(BookingIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
