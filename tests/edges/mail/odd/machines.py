"""What mail servers, lists and abuse desks write: reports, digests, answers of machines."""

from typing import Final

from tests.edges.mail.odd.case import REQUEST, Odd, mail, multipart, text_part

GONE: Final = "The recipient's mailbox is unknown."
RETURNED: Final = (
    b"Content-Type: message/rfc822\r\n\r\nFrom: privacy@acme.test\r\nTo: u@gone.example\r\n"
    b"Message-ID: <dsr.0123456789abcdef0123456789abcdef@acme.test>\r\nSubject: Your request\r\n\r\n"
    b"We have your request."
)


def daemon(fields: bytes, body: bytes | str, sender: bytes = b"MAILER-DAEMON@mx.example") -> bytes:
    """Return a mail of a mail server."""
    body = body.encode() if isinstance(body, str) else body
    return b"Return-Path: <>\r\nFrom: " + sender + b"\r\nTo: privacy@acme.test\r\n" + fields + body


def dsn(words: str, status: bytes, fields: bytes = b"Subject: Undelivered\r\n") -> bytes:
    """Return a delivery status notification (RFC 3464)."""
    return daemon(
        fields,
        multipart(
            b"report; report-type=delivery-status",
            text_part(words),
            b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            + status,
            RETURNED,
        ),
    )


FAILED: Final = b"Final-Recipient: rfc822; u@gone.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
QMAIL: Final = (
    "Hi. This is the qmail-send program at mx.example.\r\nI'm afraid I wasn't able to deliver your "
    "message to the following addresses.\r\n\r\n<u@gone.example>:\r\n" + GONE + "\r\n\r\n"
    "--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <privacy@acme.test>\r\n"
    "Message-ID: <dsr.0123456789abcdef0123456789abcdef@acme.test>\r\n\r\nWe have your request.\r\n"
)
DIGEST: Final = [
    b"From: a@list.example\r\nSubject: One\r\nMessage-ID: <1@l>\r\n\r\nFirst words.",
    b"From: b@list.example\r\nSubject: Two\r\nMessage-ID: <2@l>\r\n\r\n" + REQUEST.encode(),
]
LIST: Final = b"List-Id: <talk.list.example>\r\nPrecedence: list\r\n"
WHO: Final = "mailer-daemon@mx.example"

MACHINES: Final[dict[str, Odd]] = {
    "Postfix": Odd(
        dsn("This is the mail system at host mx.example. " + GONE, FAILED),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "Sendmail": Odd(
        dsn(
            "   ----- The following addresses had permanent fatal errors -----\r\n<u@gone.example>",
            FAILED,
            b"Subject: Returned mail: see transcript for details\r\n"
            b"Auto-Submitted: auto-generated (failure)\r\n",
        ),
        ("permanent fatal errors",),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "Exchange": Odd(
        daemon(
            b"Subject: Undeliverable: Your request\r\nX-MS-Exchange-Message-Is-Ndr:\r\n",
            multipart(
                b"report; report-type=delivery-status",
                multipart(
                    b"alternative",
                    text_part(GONE + "\r\n\r\nDiagnostic information for administrators:"),
                    text_part(f"<p>{GONE}</p>", b"text/html"),
                    boundary=b"=_a",
                ),
                b"Content-Type: message/delivery-status\r\n\r\n" + FAILED,
                RETURNED,
            ),
            b"MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com",
        ),
        (GONE,),
        machine="bounce",
        sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com",
    ),
    "Gmail": Odd(
        daemon(
            b"Subject: Delivery Status Notification (Failure)\r\n"
            b"X-Failed-Recipients: u@gone.example\r\n",
            multipart(
                b"report; report-type=delivery-status",
                text_part(f"<p>{GONE}</p>", b"text/html; charset=UTF-8"),
                b"Content-Type: message/delivery-status\r\n\r\n" + FAILED,
                RETURNED,
            ),
            b"mailer-daemon@googlemail.com",
        ),
        (GONE,),
        machine="bounce",
        sender="mailer-daemon@googlemail.com",
    ),
    "qmail": Odd(
        daemon(b"Subject: failure notice\r\n\r\n", QMAIL),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "Exim": Odd(
        daemon(
            b"X-Failed-Recipients: u@gone.example\r\nAuto-Submitted: auto-replied\r\n"
            b"Subject: Mail delivery failed: returning message to sender\r\n\r\n",
            "A message that you sent could not be delivered.\r\n\r\n  u@gone.example\r\n    "
            + GONE,
        ),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "Domino": Odd(
        daemon(
            b"Subject: DELIVERY FAILURE: User u not listed in directory\r\n",
            multipart(
                b"report; report-type=delivery-status",
                text_part(GONE),
                b"Content-Type: message/delivery-status\r\n\r\n" + FAILED,
                b"Content-Type: text/rfc822-headers\r\n\r\n"
                b"Message-ID: <dsr.0123456789abcdef0123456789abcdef@acme.test>\r\n",
            ),
            b"Postmaster@mx.example",
        ),
        (GONE,),
        machine="bounce",
        sender="Postmaster@mx.example",
    ),
    "a report without words": Odd(
        dsn("", FAILED),
        ("5.1.1",),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "a report whose parts are unlabelled": Odd(
        daemon(
            b"Subject: Delivery failure\r\n",
            multipart(b"mixed", text_part(GONE), text_part(FAILED)),
        ),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "a report with no boundary": Odd(
        daemon(
            b"Subject: Undeliverable\r\n"
            b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
            GONE,
        ),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "a delay": Odd(
        dsn(
            "Your message is delayed.",
            FAILED.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1"),
            b"Subject: Delayed Mail (still being retried)\r\n",
        ),
        ("delayed",),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "UTF-8 delivery status (RFC 6533)": Odd(
        daemon(
            b"Subject: Undelivered\r\n",
            multipart(
                b"report; report-type=delivery-status",
                text_part(GONE),
                "Content-Type: message/global-delivery-status\r\n\r\n"
                "Final-Recipient: utf-8; jürgen@gone.example\r\nAction: failed\r\n".encode(),
            ),
        ),
        (GONE,),
        machine="bounce",
        sender="MAILER-DAEMON@mx.example",
    ),
    "a read receipt": Odd(
        mail(
            multipart(
                b"report; report-type=disposition-notification",
                text_part("Your message was read."),
                b"Content-Type: message/disposition-notification\r\n\r\n"
                b"Disposition: manual-action/MDN-sent-manually; displayed\r\n",
            )
        ),
        ("was read",),
        machine="auto_reply",
    ),
    "an abuse report (ARF)": Odd(
        mail(
            multipart(
                b"report; report-type=feedback-report",
                text_part("This is an abuse report."),
                b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n",
                RETURNED,
            )
        ),
        ("abuse report",),
        machine="feedback",
    ),
    "an abuse report without words": Odd(
        mail(
            multipart(
                b"report; report-type=feedback-report",
                b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n",
                RETURNED,
            ),
            b"",
        ),
        ("Feedback-Type: abuse",),
        machine="feedback",
    ),
    "a DMARC report": Odd(
        mail(
            b"Content-Type: application/gzip; name=a!b!1!2.xml.gz\r\n"
            b"Content-Transfer-Encoding: base64",
            b"H4sIAAAAAAAA/w==",
        ),
        (),
        problem="no text",
    ),
    "a digest of a list": Odd(
        mail(LIST + multipart(b"digest", *[b"\r\n" + one for one in DIGEST])),
        ("First words.", REQUEST),
        machine="list",
    ),
    "a digest with typed parts": Odd(
        mail(
            LIST
            + multipart(
                b"mixed",
                text_part("Today's topics: One, Two"),
                multipart(
                    b"digest",
                    *[b"Content-Type: message/rfc822\r\n\r\n" + one for one in DIGEST],
                    boundary=b"=_d",
                ),
                text_part("End of the digest"),
            )
        ),
        ("Today's topics", "First words.", REQUEST, "End of the digest"),
        machine="list",
    ),
    "a digest in the old plain form (RFC 1153)": Odd(
        mail(
            LIST.removesuffix(b"\r\n"),
            "Topics\r\n\r\n" + "-" * 70 + "\r\n\r\nFrom: b@list.example\r\n"
            "Subject: Two\r\n\r\n" + REQUEST + "\r\n\r\n" + "-" * 30 + "\r\n\r\nEnd of digest",
        ),
        (REQUEST,),
        machine="list",
    ),
    "a digest of 40 mails": Odd(
        mail(LIST + multipart(b"digest", *[b"\r\n" + one for one in DIGEST * 20])),
        (REQUEST,),
        machine="list",
    ),
    "out of office of Exchange": Odd(
        mail(
            b"Subject: Automatic reply: My data\r\nX-Auto-Response-Suppress: All\r\n"
            b"Auto-Submitted: auto-generated",
            "I am away until Monday.",
        ),
        ("away until Monday",),
        machine="auto_reply",
    ),
    "vacation of Gmail": Odd(
        mail(
            b"Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\nPrecedence: bulk", "Back in June."
        ),
        ("Back in June",),
        machine="auto_reply",
    ),
    "a challenge (TMDA)": Odd(
        mail(b"X-Delivery-Agent: TMDA/1.0\r\nAuto-Submitted: auto-replied", "Please confirm."),
        ("Please confirm",),
        machine="auto_reply",
    ),
    "a moderation notice of a list": Odd(
        mail(LIST + b"X-List-Administrivia: yes", "Your mail waits for the moderator."),
        ("moderator",),
        machine="list",
    ),
    "a fax in a TIFF": Odd(
        mail(multipart(b"mixed", b"Content-Type: image/tiff; name=fax.tif\r\n\r\nII*\0"), b""),
        (),
        problem="no text",
        attached=("fax.tif",),
    ),
    "a voice mail with words": Odd(
        mail(
            multipart(
                b"mixed",
                text_part("You have a voice message: " + REQUEST),
                b"Content-Type: audio/wav; name=v.wav\r\n\r\nRIFF",
            )
        ),
        attached=("v.wav",),
    ),
    "an SMS gateway": Odd(mail(b"Subject: SMS from +49 170 0000000", REQUEST)),
}
