from datetime import datetime

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import current_user
from app.database import get_session
from app.models import Room
from app.schemas import RoomIn, RoomOut

router = APIRouter(prefix="/rooms", tags=["rooms"], dependencies=[Depends(current_user)])


@router.get("/", response_model=list[RoomOut])
def all_rooms(session: Session = Depends(get_session)):
    return session.scalars(select(Room).order_by(Room.name)).all()


@router.post("/", response_model=RoomOut, status_code=201)
def add_room(data: RoomIn, session: Session = Depends(get_session)):
    room = Room(**data.model_dump())
    session.add(room)
    session.commit()
    return room


@router.get("/free", response_model=list[RoomOut])
def free_rooms(start: datetime, end: datetime, seats: int = 1, session: Session = Depends(get_session)):
    """Rooms with enough seats that nobody has booked in that time."""
    if start >= end:
        raise HTTPException(422, "A meeting ends after it starts")
    free = []
    for room in session.scalars(select(Room).where(Room.seats >= seats)):
        taken = False
        for booking in room.bookings:
            if booking.start < end and start < booking.end:
                taken = True
        if not taken:
            free.append(room)
    return free
