"""Views: a stack of at most three modals per user, and one Home tab each."""

from typing import Final

from bot.demo.slack.model import Json, View
from bot.demo.slack.refused import Refused
from bot.demo.slack.values import initial_values, kept_values
from bot.demo.slack.workspace import Workspace, short_id, with_block_ids
from bot.edges.slack.limits import check_view

DEEPEST: Final = 3


class Modals:
    """Opens, pushes, updates and closes views; refuses what Slack refuses."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, content: Json) -> View:
        """Show a new modal, in place of any stack there was."""
        view = self._made(user, content)
        self._external_id_is_free(content)
        self.stacks[user] = [view]
        self._workspace.changed()
        return view

    def push(self, user: str, content: Json) -> View:
        """Put a modal upon the open ones. Raises Refused: push_limit_reached."""
        stack = self.stacks.get(user) or []
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view = self._made(user, content)
        self._external_id_is_free(content)
        if stack:
            view.previous, view.root = stack[-1].id, stack[0].id
        self.stacks[user] = [*stack, view]
        self._workspace.changed()
        return view

    def update(self, view: View, content: Json, expected_hash: str | None = None) -> View:
        """Change an open modal. Raises Refused: hash_conflict."""
        if expected_hash and expected_hash != view.hash:
            raise Refused("hash_conflict")
        new = checked(content, "modal")
        view.values = kept_values(view.values, view.content["blocks"], new["blocks"])
        view.content, view.hash, view.errors = new, _hash(self._workspace), {}
        self._workspace.changed()
        return view

    def publish(self, user: str, content: Json, expected_hash: str | None = None) -> View:
        """Set somebody's Home tab. Raises Refused: hash_conflict, not_found."""
        if user not in self._workspace.users:
            raise Refused("user_not_found")
        old = self.homes.get(user)
        if expected_hash and (old is None or expected_hash != old.hash):
            raise Refused("hash_conflict")
        view = self._made(user, content, "home")
        if old:
            view.id = view.root = old.id
            view.values = kept_values(old.values, old.content["blocks"], view.content["blocks"])
        self.homes[user] = view
        self._workspace.changed()
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Return an open modal. Raises Refused: not_found."""
        for stack in self.stacks.values():
            for view in stack:
                if view.id == view_id or (
                    external_id and view.content.get("external_id") == external_id
                ):
                    return view
        raise Refused("not_found")

    def shown(self, user: str, view_id: str) -> View:
        """Return a view that this user has before them, modal or Home. Raises Refused."""
        before_them: list[View] = list(self.stacks.get(user, ()))
        if user in self.homes:
            before_them.append(self.homes[user])
        for view in before_them:
            if view.id == view_id:
                return view
        raise Refused("not_found")

    def top(self, user: str) -> View | None:
        """Return the modal on top of a user's stack."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def pop(self, view: View) -> None:
        """Close one modal; the one below it comes back."""
        self.stacks[view.user] = [v for v in self.stacks.get(view.user, ()) if v is not view]
        self._workspace.changed()

    def clear(self, user: str) -> None:
        """Close all modals of a user."""
        self.stacks[user] = []
        self._workspace.changed()

    def _made(self, user: str, content: Json, kind: str = "modal") -> View:
        key = short_id("V")
        new = checked(content, kind)
        values = initial_values(new["blocks"])
        return View(key, user, new, _hash(self._workspace), root=key, values=values)

    def _external_id_is_free(self, content: Json) -> None:
        external_id = content.get("external_id")
        try:
            self.find(external_id=external_id)
        except Refused:
            return
        raise Refused("duplicate_external_id")


def checked(content: Json, kind: str) -> Json:
    """Return a view with ids for all blocks. Raises Refused with each fault."""
    if not isinstance(content, dict) or content.get("type") != kind:
        raise Refused("invalid_arguments", response_metadata={"messages": [f"not a {kind} view"]})
    if faults := check_view(content):
        # The blocks' own error word would come with views.open as "invalid_arguments" too.
        worst = "view_too_large" if faults[-1].error == "view_too_large" else "invalid_arguments"
        raise Refused(worst, response_metadata={"messages": list(map(str, faults))})
    return {**content, "blocks": with_block_ids(content["blocks"])}


def _hash(workspace: Workspace) -> str:
    return f"{workspace.next_ts().split('.')[0]}.{short_id('')[:8]}"
