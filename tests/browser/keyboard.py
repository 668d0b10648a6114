"""Hands on the keyboard: reach a thing by Tab, and press Enter there."""

IS_HERE = "one => one === document.activeElement"


def tab_to(page, thing, *, most=150):
    """Press Tab until this thing has the focus; it must be reachable so."""
    thing.wait_for()
    for _press in range(most):
        if thing.evaluate(IS_HERE):
            return thing
        page.keyboard.press("Tab")
    raise AssertionError(f"{thing} is not reached within {most} presses of Tab")


def press(page, thing, key="Enter"):
    """Reach a thing by Tab and press a key on it."""
    tab_to(page, thing)
    page.keyboard.press(key)
