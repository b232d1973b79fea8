"""What every test of a page may ask of it."""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STICKS_OUT = "() => document.documentElement.scrollWidth - window.innerWidth"


def settle(page) -> None:
    """The document is there and has been drawn: a drawing takes its new width a frame after the window has it."""
    page.wait_for_load_state()
    page.evaluate(SETTLED)


def sticks_out(page) -> int:
    """By how many pixels the page is wider than its window; 0 or less where it fits."""
    settle(page)
    return page.evaluate(STICKS_OUT)


def fits(page) -> bool:
    return sticks_out(page) <= 0
