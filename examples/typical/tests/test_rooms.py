def test_rooms_need_a_login(client):
    assert client.get("/rooms/").status_code == 401


def test_a_room_is_free_until_it_is_booked(logged_in):
    room = logged_in.post("/rooms/", json={"name": "Attic", "seats": 6}).json()
    times = {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z"}
    assert [r["name"] for r in logged_in.get("/rooms/free", params=times).json()] == ["Attic"]
    logged_in.post("/bookings/", json={"room_id": room["id"], "title": "Planning", **times})
    assert logged_in.get("/rooms/free", params=times).json() == []


def test_two_cannot_have_the_same_room(logged_in):
    room = logged_in.post("/rooms/", json={"name": "Attic", "seats": 6}).json()
    booking = {
        "room_id": room["id"],
        "title": "Planning",
        "start": "2026-03-02T09:00:00Z",
        "end": "2026-03-02T10:00:00Z",
    }
    assert logged_in.post("/bookings/", json=booking).status_code == 201
    assert logged_in.post("/bookings/", json=booking).status_code == 409
