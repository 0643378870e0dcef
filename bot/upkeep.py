"""What the worker does at night and operators by hand: forgetting on time, wired for an office."""

from bot.bootstrap import Office
from bot.edges.mail.purge import MailShredder
from bot.edges.store.register import RetentionRegister
from bot.flows.retention import Retention


def retention(office: Office) -> Retention:
    """Return the retention scene of an office; letters are filed in the first mailbox's Sent."""
    store = office.store
    shredders = {box.name: MailShredder(office.account(box), box.sent) for box in office.boxes}
    return Retention(
        register=RetentionRegister(
            store.connections, store.sealed, store.keys, store.forgetting, office.now
        ),
        purges=store.purges,
        shredders={**shredders, "": shredders[office.boxes[0].name]},
        now=office.now,
        today=lambda: office.now().astimezone(office.zone).date(),
    )


def nightly(office: Office) -> list[str]:
    """Do everything that is due once a night; return what went wrong, in plain words."""
    return retention(office).run()
