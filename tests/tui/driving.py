"""Browse driven by Textual's pilot, until nothing is left to do."""

import asyncio
from collections.abc import Awaitable, Callable

from textual.events import MouseScrollDown

from newscli import invocation
from newscli.storage.reads import Filter
from newscli.tui.app import Browse
from newscli.tui.lists import View

UNREAD = Filter(is_unread=True)


class Pilot:
    """Presses keys, waits for their effects, and reads the screen."""

    def __init__(self, app, pilot):
        self.app = app
        self._pilot = pilot

    async def settle(self):
        """Waits until the lanes are idle and the screen is drawn."""
        await self._pilot.pause()
        while not self.app.is_idle:
            await asyncio.sleep(0.005)
            await self._pilot.pause()
        await self._pilot.pause()

    async def press(self, *keys):
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text):
        """Types text as a person does, and Enter."""
        names = {" ": "space", ":": "colon", "/": "slash", '"': "quotation_mark", "*": "asterisk"}
        await self._pilot.press(*(names.get(letter, letter) for letter in text), "enter")
        await self.settle()

    async def click(self, widget, *, x, y):
        await self._pilot.click(widget, offset=(x, y))
        await self.settle()

    async def wheel(self, widget):
        """One step of the mouse's wheel, downwards."""
        await self._pilot._post_mouse_events([MouseScrollDown], widget, button=0)
        await self.settle()

    async def resize(self, width, height):
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    @property
    def screen(self):
        """The lines of the screen, as text."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self):
        return "\n".join(self.screen)

    @property
    def focus(self):
        return self.app.focused.id if self.app.focused else None


def browse(
    act: Callable[[Pilot], Awaitable[None]], *, size=(140, 36), chosen=UNREAD, title="Unread"
) -> None:
    """Runs the app on the home's database, and what is done in it."""

    async def run():
        run = invocation.begin()
        app = Browse(run, View(title, chosen=chosen))
        try:
            async with app.run_test(size=size) as pilot:
                driver = Pilot(app, pilot)
                await driver.settle()
                await act(driver)
        finally:
            app.close()
            run.close()

    asyncio.run(run())
