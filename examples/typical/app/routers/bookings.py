from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import chat
from app.auth import current_user
from app.database import get_session
from app.models import Booking, Room, User
from app.schemas import BookingIn, BookingOut

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.get("/", response_model=list[BookingOut])
def my_bookings(user: User = Depends(current_user), session: Session = Depends(get_session)):
    return session.scalars(select(Booking).where(Booking.user_id == user.id)).all()


@router.post("/", response_model=BookingOut, status_code=201)
def book(
    data: BookingIn,
    tasks: BackgroundTasks,
    user: User = Depends(current_user),
    session: Session = Depends(get_session),
):
    """Books a room if it is free."""
    if data.start >= data.end:
        raise HTTPException(422, "A meeting ends after it starts")
    if session.get(Room, data.room_id) is None:
        raise HTTPException(404, "There is no such room")
    overlapping = select(Booking).where(
        Booking.room_id == data.room_id, Booking.start < data.end, Booking.end > data.start
    )
    if session.scalar(overlapping) is not None:
        raise HTTPException(409, "Somebody was faster")
    booking = Booking(user_id=user.id, **data.model_dump())
    session.add(booking)
    session.commit()
    tasks.add_task(chat.announce, booking)
    return booking


@router.delete("/{booking_id}", status_code=204)
def cancel(booking_id: int, user: User = Depends(current_user), session: Session = Depends(get_session)):
    booking = session.get(Booking, booking_id)
    if booking is None or booking.user_id != user.id:
        raise HTTPException(404, "There is no such booking of yours")
    session.delete(booking)
    session.commit()
