from flask import Flask


def test_parts_are_found_by_name(app: Flask) -> None:
    page = app.test_client().get("/parts/?q=Bolt").text
    assert "Bolt M12: 40 on C3" in page
    assert "Bolt" not in app.test_client().get("/parts/?q=Nut").text.split("</form>")[1]


def test_no_more_is_taken_than_is_there(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/parts/B-12/take", data={"count": "30"}).json == {"taken": 30}
    assert client.post("/parts/B-12/take", data={"count": "30"}).status_code == 409


def test_a_part_is_forgotten(app: Flask) -> None:
    client = app.test_client()
    assert client.delete("/parts/B-12").status_code == 204
    assert "Bolt" not in client.get("/parts/").text
