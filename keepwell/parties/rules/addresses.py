"""E-mail addresses: one spelling, whose they are, and which of them are nobody's."""

import re
from functools import lru_cache

from keepwell.parties.rules.fold import wordlist

_INSIDE = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_ADDRESS = re.compile(
    r"^[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@<>()\[\],;:\"\\./]+\.)+[^\s@<>()\[\],;:\"\\./\d]{2,}$"
)
_PLUS = re.compile(r"\+.*$")
_NOT_WORD = re.compile(r"[^a-z]+")

FREE_MAIL = wordlist(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com outlook.de "
    "hotmail.de live.de outlook.fr hotmail.fr live.fr hotmail.co.uk live.co.uk hotmail.it "
    "live.it hotmail.es outlook.es live.nl hotmail.nl live.be hotmail.be live.se "
    "hotmail.se live.dk hotmail.dk live.no hotmail.no outlook.com.br hotmail.com.br "
    "live.com.mx yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.co.uk yahoo.de "
    "yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.au "
    "yahoo.com.br yahoo.com.mx yahoo.com.ar yahoo.com.sg yahoo.com.hk yahoo.com.tw "
    "yahoo.com.vn yahoo.com.ph yahoo.ie yahoo.co.id yahoo.co.nz yahoo.gr yahoo.pl "
    "yahoo.ro yahoo.se yahoo.dk yahoo.no aol.com aol.de aol.co.uk aim.com verizon.net "
    "att.net sbcglobal.net bellsouth.net comcast.net cox.net charter.net earthlink.net "
    "juno.com netzero.net optonline.net icloud.com me.com mac.com proton.me "
    "protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com "
    "keemail.me fastmail.com fastmail.fm hey.com zoho.com zohomail.com zohomail.eu gmx.de "
    "gmx.net gmx.at gmx.ch gmx.com gmx.co.uk gmx.fr gmx.es web.de t-online.de freenet.de "
    "arcor.de online.de mail.de posteo.de posteo.net mailbox.org email.de vodafone.de "
    "kabelmail.de unitybox.de magenta.de ewe.net netcologne.de alice.de bluewin.ch "
    "hispeed.ch sunrise.ch swissonline.ch aon.at chello.at a1.net kabsi.at orange.fr "
    "wanadoo.fr free.fr laposte.net sfr.fr neuf.fr numericable.fr bbox.fr aliceadsl.fr "
    "club-internet.fr libero.it virgilio.it tiscali.it alice.it tim.it tin.it inwind.it "
    "iol.it email.it aruba.it fastwebnet.it poste.it telefonica.net terra.es ono.com "
    "movistar.es orange.es ya.com sapo.pt clix.pt netcabo.pt iol.pt mail.telepac.pt "
    "ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl chello.nl upcmail.nl "
    "tele2.nl telenet.be skynet.be proximus.be scarlet.be voo.be telia.com comhem.se "
    "bredband.net spray.se tele2.se online.no broadpark.no getmail.no mail.dk jubii.dk "
    "stofanet.dk elisanet.fi kolumbus.fi luukku.com suomi24.fi simnet.is eircom.net "
    "btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com blueyonder.co.uk "
    "talktalk.net talk21.com tiscali.co.uk o2.co.uk wp.pl onet.pl o2.pl interia.pl op.pl "
    "poczta.fm poczta.onet.pl gazeta.pl vp.pl buziaczek.pl seznam.cz centrum.cz email.cz "
    "post.cz atlas.cz volny.cz azet.sk zoznam.sk centrum.sk post.sk freemail.hu "
    "citromail.hu indamail.hu t-online.hu abv.bg mail.bg dir.bg inbox.lv inbox.lt mail.ee "
    "hot.ee one.lv siol.net net.hr inet.hr hi.ht.hr mail.ru inbox.ru list.ru bk.ru "
    "internet.ru yandex.ru ya.ru yandex.com yandex.ua yandex.by yandex.kz rambler.ru "
    "lenta.ru autorambler.ru ukr.net i.ua meta.ua bigmir.net tut.by otenet.gr forthnet.gr "
    "mynet.com walla.com walla.co.il netvision.net.il maktoob.com emirates.net.ae qq.com "
    "foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn "
    "21cn.com aliyun.com tom.com hinet.net pchome.com.tw naver.com hanmail.net daum.net "
    "nate.com kakao.com hotmail.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com "
    "biglobe.ne.jp rediffmail.com indiatimes.com sify.com rocketmail.in bsnl.in "
    "singnet.com.sg starhub.net.sg bigpond.com bigpond.net.au optusnet.com.au "
    "iinet.net.au tpg.com.au xtra.co.nz slingshot.co.nz rogers.com sympatico.ca bell.net "
    "shaw.ca telus.net videotron.ca uol.com.br bol.com.br terra.com.br ig.com.br "
    "globo.com r7.com prodigy.net.mx fibertel.com.ar speedy.com.ar arnet.com.ar vtr.net "
    "cantv.net une.net.co mweb.co.za telkomsa.net webmail.co.za vodamail.co.za mail.com "
    "email.com usa.com inbox.com lycos.com excite.com hushmail.com mailinator.com "
    "duck.com simplelogin.com privaterelay.appleid.com mozmail.com rocketmail.co.uk "
    "europe.com consultant.com engineer.com post.com"
)
_SHARED_BOXES = wordlist(
    "info information infos office contact contacts contactus hello hallo hi mail email "
    "post postmaster admin administration administrator webmaster hostmaster support help "
    "helpdesk service services kundenservice kundendienst customerservice customercare "
    "customer care sales vertrieb verkauf ventes verkoop ventas vendite vendas salg "
    "forsaljning accounts accounting accountspayable accountsreceivable ap ar billing "
    "invoice invoices invoicing rechnung rechnungen buchhaltung fibu factures facturation "
    "facturen facturacion finance finanzen compta comptabilite contabilidad contabilita "
    "administratie boekhouding amministrazione administracion kontakt kontor kontakty "
    "buero buro sekretariat secretariat secretary secretaria segreteria empfang reception "
    "recepcion rezeption team everyone all hr jobs karriere bewerbung career careers "
    "recruiting recruitment personal personnel rh press presse media marketing pr "
    "newsletter news orders order bestellung bestellungen pedidos commandes ordini "
    "bestellingen shop store webshop purchasing einkauf procurement achats compras "
    "acquisti inkoop enquiries enquiry inquiries inquiry anfrage anfragen demande legal "
    "recht compliance privacy datenschutz dpo gdpr security abuse it edv tech technik "
    "booking bookings reservations reservation reservierung events event general board "
    "management direction direktion geschaeftsleitung zentrale verwaltung praxis kanzlei "
    "studio biuro sekretariat poczta sklep iroda ugyfelszolgalat iletisim bilgi destek "
    "lienhe kinhdoanh ketoan hotro infor ufficio oficina escritorio bureau accueil "
    "contacto contato contatto correo correio boite clients client clientes logistics "
    "logistik export import warehouse lager dispatch operations ops dev developers "
    "feedback survey members mitglieder membership donations spenden foundation stiftung "
    "verein"
)
_MACHINES = wordlist(
    "noreply donotreply dontreply noresponse nichtantworten keineantwort nepasrepondre "
    "noresponder nonrispondere mailerdaemon postmaster bounce bounces bounced daemon "
    "notification notifications notify alert alerts automailer autoreply autoresponder "
    "newsletter newsletters mailing mailings digest updates robot bot system cron root "
    "returns unsubscribe listserv majordomo calendarnotification calendarserver "
    "drivesharesnoreply nobody mailer automated automatic"
)
_MACHINE_PARTS = (
    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon",
    "bounce+", "bounces+", "-bounces", "unsubscribe", "-noreply", "+noreply",
)  # fmt: skip


@lru_cache(maxsize=8_192)
def clean_address(text: str) -> str | None:
    """The address in small letters, or None when the text is no e-mail address."""
    text = text.strip()
    if found := _INSIDE.search(text):
        text = found.group(1)
    text = text.strip(" \t\r\n<>()[]\"';,.").casefold()
    if text.startswith("mailto:"):
        text = text[7:].partition("?")[0].strip("<> ")
    if not _ADDRESS.match(text) or len(text) > 254:
        return None
    local, _, domain = text.partition("@")
    if local[0] == "." or local[-1] == "." or ".." in text or "-." in domain or ".-" in domain:
        return None
    return text


def domain_of(address: str) -> str:
    """What stands after the @, '' without one."""
    return address.rpartition("@")[2] if "@" in address else ""


def is_free_mail(domain: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether anybody may have an address there, so that it names no employer."""
    return domain in FREE_MAIL or domain in extra


@lru_cache(maxsize=8_192)
def is_shared_mailbox(local: str) -> bool:
    """Whether a mailbox of this name (the part before the @) is read by several people."""
    bare = _PLUS.sub("", local.partition("@")[0].casefold())
    if _NOT_WORD.sub("", bare) in _SHARED_BOXES:
        return True
    first = _NOT_WORD.split(bare.strip(".-_"))[0]
    return first in ("info", "office", "contact", "kontakt", "sales", "accounts", "support")


@lru_cache(maxsize=8_192)
def is_machine(address: str) -> bool:
    """Whether nobody reads or writes there: no-reply, bounces, notices."""
    local = address.partition("@")[0].casefold()
    return _NOT_WORD.sub("", local) in _MACHINES or any(p in local for p in _MACHINE_PARTS)
