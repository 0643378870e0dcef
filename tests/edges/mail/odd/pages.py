"""Pages: hidden words, broken markup, what word processors and shops produce."""

from typing import Final

from tests.edges.mail.odd.case import REQUEST, Odd, mail

R: Final = REQUEST


def page(body: str | bytes, kind: bytes = b"text/html; charset=utf-8") -> bytes:
    """Return a mail that is one page."""
    return mail(b"Content-Type: " + kind, body)


SECRET: Final = "BUY-NOW-4711"
PAGES: Final[dict[str, Odd]] = {
    "hidden by display": Odd(
        page(f"<p>{R}</p><div style='display: none'>{SECRET}</div>"), never=(SECRET,)
    ),
    "hidden by size": Odd(
        page(f"<p>{R}</p><span style='font-size:0px'>{SECRET}</span>"), never=(SECRET,)
    ),
    "hidden by colour": Odd(
        page(f"<p>{R}</p><p style='color:#fff;background-color:#fff'>{SECRET}</p>"), never=(SECRET,)
    ),
    "hidden by the attribute": Odd(page(f"<p>{R}</p><p hidden>{SECRET}</p>"), never=(SECRET,)),
    "hidden by height": Odd(
        page(f"<p>{R}</p><div style='max-height:0;overflow:hidden'>{SECRET}</div>"), never=(SECRET,)
    ),
    "hidden by a class in the head": Odd(
        page(f"<head><style>.x {{ display:none }}</style></head><p>{R}</p><p class=x>{SECRET}</p>"),
        never=(SECRET, "display"),
    ),
    "hidden by an id in the head": Odd(
        page(
            f"<style>#pre,b.q{{mso-hide:all;display:none!important}}</style><p>{R}</p>"
            f"<div id='pre'>{SECRET}</div>"
        ),
        never=(SECRET,),
    ),
    "everything is hidden": Odd(page(f"<div style='display:none'>{R}</div>")),
    "conditional comments of Outlook": Odd(
        page(f"<!--[if mso]><p>{SECRET}</p><![endif]--><p>{R}</p><![if !mso]><p>x</p><![endif]>"),
        never=(SECRET, "endif"),
    ),
    "a comment that never ends": Odd(page(f"<p>Hello</p><!-- oops <p>{R}</p>")),
    "a style that never ends": Odd(page(f"<style>p {{ color: red }} <p>{R}</p>")),
    "a script that never ends": Odd(page(f"<p>Hello</p><script>var x = '<p>{R}</p>'"), ("Hello",)),
    "a title that never ends": Odd(page(f"<html><head><title>Hello<body><p>{R}</p>")),
    "a head that never ends": Odd(page(f"<html><head><meta name=a><p>{R}</p>")),
    "script with markup in it": Odd(
        page(f"<script>document.write('<p>{SECRET}</p>')</script><p>{R}</p>"), never=(SECRET,)
    ),
    "a textarea and inputs": Odd(page(f"<form><textarea>{R}</textarea><input value='x'></form>")),
    "the text in a select's neighbour": Odd(page(f"<select><option>x</option></select><p>{R}</p>")),
    "noscript": Odd(page(f"<noscript>{R}</noscript>")),
    "a frameset": Odd(page(f"<frameset><frame src=x><noframes><p>{R}</p></noframes></frameset>")),
    "CDATA": Odd(page(f"<![CDATA[<p>]]><p>{R}</p>")),
    "Word's own tags": Odd(
        page(f"<o:p></o:p><p class=MsoNormal><span lang=EN>{R}</span><o:p>&nbsp;</o:p></p>")
    ),
    "attributes without an end": Odd(page(f'<p class="x>Hello</p><p>{R}</p>')),
    "a tag that never ends": Odd(page(f"<p>{R}</p><a href='http://x.test")),
    "a tag that is never closed in front": Odd(page(f"<p {R}"), ()),
    "entities by number and name": Odd(page("".join(f"&#{ord(c)};" for c in R)), (R,)),
    "entities without semicolons": Odd(page("&#80lease &#100elete my account"), ("delete",)),
    "entities encoded twice": Odd(page("&lt;p&gt;" + R + "&lt;/p&gt;")),
    "a page inside a page": Odd(
        page(f"<html><body><html><body><p>{R}</p></body></html></body></html>")
    ),
    "text behind the end of the page": Odd(page(f"<html><body>Hello</body></html>{R}")),
    "text before the page": Odd(page(f"{R}<html><body>Hello</body></html>")),
    "two pages in a row": Odd(
        page(f"<html><body>Hello</body></html><html><body>{R}</body></html>")
    ),
    "letters parted by zero-width blanks": Odd(page("&#8203;".join(R)), (R,)),
    "letters parted by soft hyphens": Odd(page("&shy;".join(R)), (R,)),
    "letters parted by tags": Odd(page("".join(f"<b></b>{c}" for c in R)), (R,)),
    "words parted by comments": Odd(page(R.replace(" ", " <!-- x -->")), (R,)),
    "non-breaking blanks": Odd(page(R.replace(" ", "&nbsp;")), (R,)),
    "right to left": Odd(page(f"<p dir=rtl>أرجو حذف جميع بياناتي</p><p>{R}</p>"), (R, "بياناتي")),
    "100,000 nested spans": Odd(page("<span>" * 100_000 + R)),
    "30,000 nested tables": Odd(page("<table><tr><td>" * 30_000 + R)),
    "20 MB, the text first": Odd(page(f"<p>{R}</p>" + "<p>x y z</p>" * 1_700_000), problem="cut"),
    "20 MB, the text last": Odd(
        page("<div><span></span></div>" * 850_000 + f"<p>{R}</p>"), (), problem="cut"
    ),
    "20 MB of style, then the text": Odd(
        page("<style>" + "p { color: red }\n" * 150_000 + f"</style><p>{R}</p>"), problem=""
    ),
    "a picture of 4 MB inside, then the text": Odd(
        page(f"<p>Hello</p><img src='data:image/png;base64,{'QUFB' * 1_000_000}'><p>{R}</p>")
    ),
    "a million ampersands": Odd(page("&amp;" * 150_000 + R)),
    "a page in UTF-16": Odd(
        page(f"<html><p>{R}</p></html>".encode("utf-16"), b"text/html; charset=utf-16")
    ),
    "a page whose meta tag lies": Odd(
        page(f"<meta charset=utf-16><p>Grüße. {R}</p>".encode(), b"text/html"), (R, "Grüße")
    ),
    "a page whose meta tag names KOI8": Odd(
        page("<meta charset=koi8-r><p>прошу удалить</p>".encode("koi8-r"), b"text/html"),
        ("прошу удалить",),
    ),
    "header and meta tag differ": Odd(
        page("<meta charset=iso-8859-1><p>Grüße</p>".encode(), b"text/html; charset=utf-8"),
        ("Grüße",),
    ),
    "quoted-printable page whose equals signs are raw": Odd(
        mail(
            b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable",
            f'<p style="color:red"><a href="http://x.test?a=bc&d=ef">{R}</a></p>',
        )
    ),
    "a vCard and a page": Odd(page(f"<p>{R}</p><pre>BEGIN:VCARD</pre>")),
    "AMP beside a page": Odd(
        page(f"<!doctype html><html amp4email><body><p>{R}</p></body></html>")
    ),
    "only a picture with an alternative text": Odd(
        page(f"<html><body><img src='cid:x' alt='{R}'></body></html>")
    ),
    "an svg with words, then the text": Odd(page(f"<svg><text>{SECRET}</text></svg><p>{R}</p>")),
    "lists and definition lists": Odd(
        page(f"<dl><dt>What<dd>{R}</dl><ul><li>a<li>b</ul>"), (R, "- a")
    ),
    "preformatted": Odd(page(f"<pre>Hello\n  {R}\n</pre>")),
    "marquee, center, font": Odd(
        page(f"<center><font color=red><marquee>{R}</marquee></font></center>")
    ),
}
