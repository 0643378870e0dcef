"""Turns a scene into HTML by the templates; messages that did not change come from memory."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.demo.page.charts import chart_legend, chart_svg, chart_table
from bot.demo.page.emoji import icon
from bot.demo.page.scene import Scene, Shown
from bot.demo.slack.values import offered, options

TEMPLATES: Final = Path(__file__).parent / "templates"
FILTERS: Final[dict[str, Callable[[Any], Any]]] = {
    "all_options": lambda element: options(element) or offered(element),
    "options": lambda found: [(o["value"], o["text"]["text"]) for o in found],
    "people": lambda found: [(user.id, user.real_name) for user in found],
    "places": lambda found: [(channel.id, f"#{channel.name}") for channel in found],
    "sum_of_codes": lambda text: sum(map(ord, text)),
    "tojson_plain": json.dumps,
}
MOST_REMEMBERED: Final = 4000


class Renderer:
    """The templates, and the HTML of messages by all that it depends upon."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            {
                "chart_svg": chart_svg,
                "chart_table": chart_table,
                "chart_legend": chart_legend,
                "icon": icon,
            }
        )
        self._templates.filters.update(FILTERS)
        self._memory: dict[tuple[object, ...], Markup] = {}

    def page(self, scene: Scene, here: Callable[..., str], version: int) -> str:
        """Return a whole page; `here` gives the address of the same scene with changes."""
        return self._templates.get_template("desk.html").render(
            scene=scene,
            reader=scene.reader,
            here=here,
            version=version,
            draw=partial(self._drawn, scene),
        )

    def _drawn(self, scene: Scene, shown: Shown, *, in_thread: bool = False) -> Markup:
        """Return a message's HTML, from memory unless something about it changed."""
        message = shown.message
        place = (scene.user.id, message.channel, message.ts, in_thread)
        state = (message.edited, message.deleted, shown.replies, shown.last_reply)
        key = (*place, *state, scene.workspace.people_version)
        if key not in self._memory:
            if len(self._memory) >= MOST_REMEMBERED:
                self._memory.clear()
            template = self._templates.get_template("message.html")
            html = template.render(
                scene=scene, reader=scene.reader, shown=shown, in_thread=in_thread
            )
            self._memory[key] = Markup(html)  # noqa: S704  # rendered with autoescape
        return self._memory[key]
