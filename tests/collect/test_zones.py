

def test_an_application_may_be_called_cookbook() -> None:
    application = Zones(["cookbook/__init__.py", "cookbook/models.py", "manage.py"])
    assert application.of("cookbook/models.py") is Zone.PRODUCTION
    assert Zones(["cookbook/first.py", "app/__init__.py"]).of("cookbook/first.py") is Zone.EXAMPLES
