"""Mail providers that everybody uses: their domains say nothing about who somebody works for."""

FREE_MAIL = frozenset(
    """gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com
    hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.nl hotmail.be live.com live.de
    live.fr live.nl live.it live.co.uk msn.com passport.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr
    yahoo.es yahoo.it yahoo.nl yahoo.ca yahoo.com.br yahoo.com.mx yahoo.com.ar yahoo.co.in
    yahoo.co.jp yahoo.ie yahoo.pl yahoo.se ymail.com rocketmail.com icloud.com me.com mac.com
    privaterelay.appleid.com aol.com aol.de aol.co.uk aim.com gmx.de gmx.net gmx.at gmx.ch gmx.com
    gmx.fr gmx.es gmx.org web.de t-online.de freenet.de arcor.de online.de kabelmail.de vodafone.de
    posteo.de posteo.net posteo.org mailbox.org email.de mail.de proton.me protonmail.com
    protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me
    fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com zohomail.eu mail.com
    email.com usa.com duck.com simplelogin.com relay.firefox.com mozmail.com startmail.com
    runbox.com disroot.org riseup.net yandex.ru yandex.com ya.ru mail.ru bk.ru inbox.ru list.ru
    rambler.ru ukr.net i.ua orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr
    numericable.fr gmail.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it
    inwind.it iol.it email.it pec.it aruba.it terra.es telefonica.net movistar.es ono.com
    ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl home.nl hetnet.nl casema.nl upcmail.nl
    chello.nl quicknet.nl telfort.nl telenet.be skynet.be proximus.be scarlet.be wp.pl o2.pl onet.pl
    onet.eu op.pl interia.pl interia.eu gazeta.pl poczta.onet.pl tlen.pl vp.pl sapo.pt iol.pt
    clix.pt mail.telepac.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com
    btinternet.com btopenworld.com sky.com virginmedia.com blueyonder.co.uk ntlworld.com
    talktalk.net tiscali.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net
    cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca sympatico.ca
    videotron.ca telus.net bigpond.com optusnet.com.au bluewin.ch hispeed.ch sunrise.ch
    aon.at chello.at a1.net inode.at qq.com 163.com 126.com sina.com sohu.com foxmail.com
    naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    seznam.cz email.cz centrum.cz centrum.sk azet.sk freemail.hu citromail.hu abv.bg walla.co.il
    telia.com bredband.net mail.dk online.no eircom.net rediffmail.com mail.bg net.hr""".split()
)
