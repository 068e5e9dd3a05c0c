from ui.session import dataset


def buttons(page):
    return {button.label for button in page.button}


def test_whoever_has_to_sign_in_first_sees_nothing_else(app, monkeypatch):
    monkeypatch.setattr(dataset, "load", None)  # would end in an exception
    page = app().at
    page.user = {"is_logged_in": False}  # as on a server with a provider
    page.run()
    assert not page.exception
    assert buttons(page) == {"Sign in"}
    assert len(page.markdown) == 1


def test_whoever_has_signed_in_sees_all_and_can_sign_out(app):
    page = app()
    page.at.user = {"is_logged_in": True, "name": "A visitor"}
    assert "Sign out" in buttons(page.run().at)
    assert "Sign in" not in buttons(page.at)
