"""Legal forms of organisations, abbreviated and spelled out, and which of them mean the same.

Keys are families (what kind of company); values are the spellings in folded words, dotted
letters joined. Written by us from the companies laws and registers of the named countries.
"""

from functools import lru_cache

_FORMS: dict[str, str] = {
    # English-speaking countries, Malta, India, Singapore, Hong Kong, Nigeria, Kenya
    "limited": "ltd|limited|private limited|private ltd|pvt ltd|pvt limited|pte ltd|pty ltd"
    "|pte limited|pty limited|proprietary limited|proprietary ltd|company limited|co ltd"
    "|co limited|company ltd|limited company|p ltd|pt ltd|sdn bhd|berhad|bhd|cyf|teoranta"
    "|limited by guarantee|unlimited company|dac|designated activity company|clg",
    "public": "plc|public limited company|public ltd co|public company limited|pcl|pjsc"
    "|public joint stock company|public joint stock co|ccc",
    "llc": "llc|limited liability company|limited liability co|lc|pllc|fze|fzco|fz llc|wll"
    "|with limited liability|professional limited liability company|fzc|dmcc",
    "corporation": "inc|incorporated|corp|corporation|corporation limited|corp ltd|co inc"
    "|company inc|incorporation|holdings inc company",
    "partnership": "llp|lp|lllp|limited liability partnership|limited partnership"
    "|general partnership|gp|slp",
    "professional": "pc|professional corporation|pa|professional association|chartered",
    "company": "co|company|and co|and company|cie|compagnie|et cie|and cie|y cia|cia|e cia",
    "community": "cic|cio|community interest company|charitable incorporated organisation",
    # German
    "gmbh": "gmbh|ggmbh|mbh|gesellschaft mbh|ges mbh|gesmbh|gesellschaft m b h|ug|gesmbh"
    "|gesellschaft mit beschraenkter haftung|gesellschaft mit beschrankter haftung"
    "|ug haftungsbeschrankt|ug haftungsbeschraenkt|haftungsbeschrankt|haftungsbeschraenkt"
    "|unternehmergesellschaft|gemeinnutzige gmbh|gemeinnuetzige gmbh|flexco",
    "gmbh kg": "gmbh and co kg|gmbh co kg|gmbh cokg|gmbh u co kg|gmbh und co kg|gmbh and co"
    "|ag and co kg|gmbh and co kgaa|ug and co kg|se and co kg|se and co kgaa|gmbh and co ohg"
    "|gmbh and compagnie kg",
    "ag": "ag|aktiengesellschaft|kgaa|kommanditgesellschaft auf aktien",
    "kg": "kg|co kg|and co kg|kommanditgesellschaft|ohg|offene handelsgesellschaft|gbr|og"
    "|gesellschaft burgerlichen rechts|gesellschaft buergerlichen rechts|und co|u co|und co kg",
    "ek": "ek|eu|ekfm|ekfr|eingetragener kaufmann|eingetragene kauffrau|e kfm|e kfr|e kfm",
    "eg": "eg|egmbh|eingetragene genossenschaft",
    "ev": "ev|eingetragener verein",
    "partg": "partg|partgmbb|partg mbb|partnerschaftsgesellschaft|mbb|partnerschaft mbb"
    "|part g mbb|partnerschaftsgesellschaft mbb|partnerschaft",
    # French, Belgian, Swiss, Québec
    "sarl": "sarl|eurl|sarlu|societe a responsabilite limitee|selarl|srl|sprl|s a r l|ltee"
    "|limitee|a responsabilite limitee",
    "sas": "sas|sasu|societe par actions simplifiee|selas|s a s",
    "sa": "sa|societe anonyme|sca|scs|snc|societe en nom collectif|s a|sociedad anonima"
    "|sociedade anonima|s a de c v|sa de cv|sab de cv|sociedad anonima de capital variable"
    "|sociedad anonima unipersonal|sau|sad",
    "sci": "sci|societe civile immobiliere|scp|scop|gie|asbl|aisbl|vzw|association sans but"
    " lucratif",
    # Spanish and Portuguese
    "sl": "sl|slu|slne|sll|slp|sociedad limitada|sociedad de responsabilidad limitada"
    "|s de rl de cv|s de rl|sociedad limitada unipersonal|sociedad limitada profesional|sac"
    "|srltda|spa de cv|sapi de cv|eirl",
    "lda": "lda|ltda|limitada|sociedade limitada|unipessoal lda|sgps|eireli|me|epp"
    "|cooperativa ltda|ltda me|sociedade unipessoal lda",
    "cooperative": "scoop|s coop|cooperativa|sociedad cooperativa|scl|scrl|s c r l|scpa",
    # Italian
    "spa": "spa|societa per azioni|sapa|s p a",
    "it srl": "srls|societa a responsabilita limitata|sas di|snc di|s r l|societa cooperativa"
    "|soc coop|srl unipersonale|scarl|s c a r l|s r l s",
    # Dutch
    "bv": "bv|besloten vennootschap|b v|bvba|besloten vennootschap met beperkte"
    " aansprakelijkheid|bv met beperkte aansprakelijkheid",
    "nv": "nv|naamloze vennootschap|n v",
    "vof": "vof|vennootschap onder firma|cv|commanditaire vennootschap|maatschap|eenmanszaak",
    "ua": "ua|ba|wa|cvba|cooperatie ua|u a",
    # Nordic and Baltic
    "ab": "ab|aktiebolag|aktiebolaget|ab publ|publ|hb|handelsbolag|kb|ekonomisk forening",
    "as": "as|aksjeselskap|asa|allmennaksjeselskap|a s|aktieselskab|aps|anpartsselskab|ivs"
    "|ans|da|k s|i s|ks|akciova spolecnost|akciova spolocnost|amba|is|enk",
    "oy": "oy|oyj|osakeyhtio|ab oy|oy ab|ky|ry|osk",
    "hf": "hf|ehf|ohf|hlutafelag|einkahlutafelag|slf|ses",
    "baltic": "ou|osauhing|aktsiaselts|sia|uab|uzdaroji akcine bendrove|akcine bendrove|mtu"
    "|sabiedriba ar ierobezotu atbildibu|akciju sabiedriba|mb|vsi",
    # Central and eastern Europe
    "zoo": "sp zoo|spolka zoo|spolka z ograniczona odpowiedzialnoscia|sp z oo|sp k|sp j|spk"
    "|spolka akcyjna|spolka komandytowa|spolka jawna|sp zoo sp k|spzoo|sp zoo spk|spj|psa",
    "sro": "sro|spol sro|spolecnost s rucenim omezenym|spolocnost s rucenim obmedzenym|vos"
    "|ks sro|zs|ops|verejna obchodni spolecnost",
    "kft": "kft|korlatolt felelossegu tarsasag|zrt|nyrt|rt|bt|reszvenytarsasag|kkt"
    "|zartkoruen mukodo reszvenytarsasag|nyilvanosan mukodo reszvenytarsasag|kht",
    "doo": "doo|dd|dooel|drustvo s ogranicenom odgovornoscu|jdoo|ad|akcionarsko drustvo"
    "|drustvo sa ogranicenom odgovornoscu|druzba z omejeno odgovornostjo|dno|kd|dionicko"
    " drustvo|obrt|sp|ooo sp",
    "ro": "societate cu raspundere limitata|societate pe actiuni|pfa|srl d",
    "bg": "eood|ood|ead|et|druzhestvo s ogranichena otgovornost|edd|dzzd|kda",
    "gr": "ae|epe|ike|oe|ee|anonymi etaireia|anonymos etairia|aee|abee|aebe|mike|m ike"
    "|idiotiki kefalaiouchiki etaireia|ltd epe",
    "al": "shpk|sha|shoqeri me pergjegjesi te kufizuar|shoqeri aksionare|lp sh",
    "tr": "anonim sirketi|anonim sti|limited sirketi|ltd sti|ltd sirketi|as ltd|koll sti|kom"
    " sti|sanayi ve ticaret as|san ve tic as|san ve tic ltd sti|sanayi ve ticaret ltd sti"
    "|tic ltd sti|tic as|ticaret as",
    "ru": "ooo|oao|zao|pao|ao|nao|odo|ip|fgup|gup|mup|tov|tovarystvo z obmezhenoyu"
    " vidpovidalnistyu|obshchestvo s ogranichennoj otvetstvennostyu|pat|prat|fop|chp|too|tdv"
    "|obshchestvo s ogranichennoy otvetstvennostyu|aktsionernoe obshchestvo|akcionernoe"
    " obshchestvo|publichnoe aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo"
    "|zakrytoe aktsionernoe obshchestvo|zat|vat|mchzh|ooo firma|closed joint stock company"
    "|open joint stock company|joint stock company|ojsc|cjsc|jsc|oojsc|jsc ltd|jsb|osoo|ooo tk",
    # Asia, Middle East, Africa
    "vn": "cong ty tnhh|cong ty co phan|cong ty tnhh mtv|ctcp|tnhh|cong ty cp|cty tnhh|cty cp"
    "|cong ty trach nhiem huu han|cong ty tnhh mot thanh vien|co phan|jsc vn",
    "cn": "co ltd|gongsi|you xian gong si|youxiangongsi|gufenyouxiangongsi|youxiangongsi"
    "|zeren youxian gongsi|gu fen you xian gong si",
    "jp": "kk|kabushiki kaisha|kabushiki gaisha|gk|godo kaisha|yk|yugen kaisha|zhushihuishe"
    "|kabushikigaisha",
    "kr": "jusikhoesa|chusik hoesa|yuhanhoesa",
    "id": "pt|tbk|perseroan terbatas|persero|cv id|pt tbk",
    "th": "borisat chamkat|bmc|pcl th|chamkat",
    "ae": "llc soc|l l c|sole establishment|saog|saoc|ksc|kscc|qsc|qpsc|saa|sae|spc|bsc|sal"
    "|sarl offshore|est|psc",
    "il": "baam|beam|b m|bm",
    "za": "npc|rf npc|soc ltd|cc|close corporation|proprietary",
    "eu": "se|societas europaea|scee|eeig|ewiv|sce",
}  # fmt: skip

# Native script spellings, compared before folding.
NATIVE: tuple[tuple[str, str], ...] = (
    ("股份有限公司", "cn"), ("有限责任公司", "cn"), ("有限責任公司", "cn"), ("有限公司", "cn"),
    ("株式会社", "jp"), ("合同会社", "jp"), ("有限会社", "jp"),
    ("（株）", "jp"), ("(株)", "jp"),
    ("주식회사", "kr"), ("유한회사", "kr"), ("(주)", "kr"), ("㈜", "kr"),
    ("ش.م.م", "ae"), ("ذ.م.م", "ae"), ("ش.م.ع", "ae"), ("شركة", "ae"), ('בע"מ', "il"),
    ("בע״מ", "il"), ("общество с ограниченной ответственностью", "ru"),
    ("акционерное общество", "ru"), ("บริษัท", "th"), ("จำกัด", "th"),
)  # fmt: skip

FORMS: dict[tuple[str, ...], str] = {
    tuple(form.split()): family for family, forms in _FORMS.items() for form in forms.split("|")
}
LONGEST = max(map(len, FORMS))
# Families of one kind under two names: Ltd and Co., Ltd. and the like never contradict.
_ALIKE: dict[str, str] = {
    "cn": "limited", "company": "", "ud": "", "it srl": "sarl", "eu": "", "gmbh kg": "kg",
    "sl": "sarl", "ro": "sarl", "corporation": "corporation", "jp": "limited", "tr": "as",
    "as": "as", "ru": "public", "vn": "public", "sa": "public", "spa": "public",
    "gr": "public", "zoo": "sro",
}  # fmt: skip


@lru_cache(maxsize=8_192)
def without_form(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words without legal forms at either end, and the family of the form ('' = none).

    At least one word always stays. Forms at the end are taken again and again (Holding AG Ltd).
    """
    family = ""
    while len(words) > 1:
        cut, found = _at_end(words)
        if not cut:
            break
        words, family = words[:-cut], family or found
    cut, found = _at_start(words)
    if cut:
        words, family = words[cut:], family or found
    if len(words) > 1 and words[-1] in ("and", "und", "u"):
        words = words[:-1]
    return words, _ALIKE.get(family, family)


def _at_end(words: tuple[str, ...]) -> tuple[int, str]:
    for size in range(min(LONGEST, len(words) - 1), 0, -1):
        family = FORMS.get(words[-size:])
        if family is not None:
            return size, family
    return 0, ""


# Short words that are a form at the end only: "SE Bank", "Co Operate", "AS Roma" are names.
_AT_START = {"gmbh", "ooo", "oao", "zao", "pao", "pt", "ojsc", "cjsc", "jsc", "tov",
             "sia", "uab", "llc", "ltd", "fgup", "pjsc", "eood", "ood", "pat", "too", "ao",
             "limited", "ip", "ctcp", "tnhh"}  # fmt: skip


def _at_start(words: tuple[str, ...]) -> tuple[int, str]:
    for size in range(min(LONGEST, len(words) - 1), 0, -1):
        if size == 1 and words[0] not in _AT_START:
            continue
        family = FORMS.get(words[:size])
        if family is not None and family not in ("company",):
            return size, family
    return 0, ""
