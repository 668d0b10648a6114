"""Which given names are short or home forms of one another."""

from functools import lru_cache

from nicknames import NickNamer

# Home forms in other languages than English; the first of a line is the full form.
_HOME_FORMS = """
katharina kathi kathrin katrin kaethe kathe kati trina|kathrin katrin
johannes hans hannes jo|johann hans hannes|josef sepp jupp beppo joschi
joseph sepp joe pepe beppe peppe|maximilian max maxi|friedrich fritz fred friedel
friederike rike fritzi rieke|ulrich uli ulli|ulrike uli ulli rike|wolfgang wolf wolfi
sebastian basti bastian seb|stefanie steffi|stephanie steffi steph|andreas andi
anneliese anni liesl anne liese|margarete grete gretel marga
margarethe grete gretel gretchen
elisabeth lisa liesl sissi elsa else lilli bettina betty ella|susanne susi sanne
christian chris|christine christl tina chrissi christa|christina tina chrissi
alexander alex sascha sasha lex xander|alexandra alex sascha sandra sasha
heinrich heinz heiner heini hein|wilhelm willi willy wim|wilhelmina mina wilma mien
karl kalle|gerhard gerd hardy|gudrun gudi|guenther gunni|gunther gunni|manfred manni
matthias matze hias matt|michael michi michel micha mischa|tobias tobi|thomas tom tomi
benjamin ben benni|philipp phil lipp|juergen juergi|jurgen jurgi|joachim jochen achim jojo
georg schorsch|ludwig lutz wiggerl|rudolf rudi rolf|eduard edi|leonhard leo hartl
dorothea dorle thea doro|magdalena lena leni magda|helene lena leni|sabine bine
regina gina|brigitte gitte gitti biggi|francisco paco pancho curro kiko fran
francisca paqui paca|jose pepe chepe|josefa pepa|ignacio nacho|enrique quique kike
manuel manolo manu|manuela manoli manu|dolores lola loli|mercedes merche|guadalupe lupe
concepcion concha conchita|rosario charo|pilar pili|maria mari maruja|jesus chus chuy
eduardo edu lalo|roberto beto|alberto beto|antonio tono toni antoine|guillermo guille memo
santiago santi yago|javier javi|rafael rafa|sergio checo|gregorio goyo|luis lucho
begona bego|joaquin quino ximo|inigo inaki|nuria nuri|isabel isa bel chabela
alejandro ale jandro alex|alejandra ale jandra|beatriz bea|cristina cris
fernando fer nando|ricardo richi|consuelo chelo|joao jao joaozinho
giovanni gianni nanni vanni|giuseppe beppe peppe pino|francesco cecco checco franco
lorenzo renzo|luigi gigi gino|salvatore toto turi|vincenzo enzo|domenico mimmo
alessandro sandro ale|alessandra sandra ale|caterina rina katia|giovanna gianna vanna
guillaume guy|francois francis|catherine cathy kate katie kathy cat
genevieve ginette viviane|eloise elo|amelie ame|mathilde tilde|nicolas nico|dominique dom
frederic fred|frederique fred|emmanuel manu|emmanuelle manu|jacqueline jackie
johannes jan joop hans|cornelis kees cor|jacobus koos jaap|hendrik henk hein
willem wim pim|adrianus ad janus|petrus piet pieter|pieter piet|gerardus gerard
theodorus theo dirk|margaretha greet|elisabeth bep lies els betje|catharina toos trijntje
maria riet mieke|johanna joke jo hanneke|anna anneke anouk|geertruida truus
antonius toon ton|ijsbrand ijs|sjoerd sjors|aleksandr sasha sascha
alexei alyosha lyosha alex|aleksei alyosha lyosha|dmitri dima mitya|dmitry dima mitya
dmytro dima|ekaterina katya kate|yekaterina katya|mikhail misha|mykhailo misha mykhas
nikolai kolya|mykola kolya|vladimir vova volodya vlad|volodymyr vova volodya|ivan vanya
sergei seryozha|serhiy seryozha|yevgeny zhenya|evgeny zhenya|elena lena alyona|olena lena
tatiana tanya|tatyana tanya|natalia natasha|nataliya natasha|anastasia nastya asya
oksana ksenia ksyusha|maria masha|mariya masha|anna anya|yulia yulya julia|irina ira
iryna ira|svetlana sveta|lyudmila lyuda mila|olga olya|boris borya|grigory grisha
konstantin kostya|pavel pasha|yuri yura|agnieszka aga agusia|katarzyna kasia|barbara basia
malgorzata gosia malgosia|joanna asia|anna ania|aleksandra ola|elzbieta ela|jakub kuba
tomasz tomek|krzysztof krzys krzysiek|stanislaw staszek stach|zbigniew zbyszek
andrzej jedrek|jan janek jas|malgosia gosia|lukasz lukas|wojciech wojtek|piotr piotrek
jiri jirka|jan honza|josef pepa|frantisek franta|zdenek zdenda|vaclav vasek|tereza terka
alzbeta bozka|konstantinos kostas dinos|dimitrios dimitris mitsos|georgios giorgos yorgos
nikolaos nikos|ioannis yannis giannis|eleni lena|vasileios vasilis|panagiotis panos
christos chris|aikaterini katerina|mehmet memo|mustafa mustu|ayse aysecik
fatima fatma fati|muhammad mohamed mohammed mohammad muhammed mo|abdullah abdul abdallah
ahmed ahmad|yusuf yousef youssef|hussein husayn hussain|noor nour|ali aly|omar umar
khalid khaled|layla leila laila|aisha ayesha aysha|ibrahim brahim|chimamanda ama
chukwuemeka emeka|oluwaseun seun|chinedu nedu|olufemi femi|adebayo bayo|ngozi ngo
babatunde tunde
""".strip().replace("\n", "|")


def _pairs() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _HOME_FORMS.split("|"):
        full, *home = line.split() or [""]
        for form in home:
            found.setdefault(full, set()).add(form)
    return {full: frozenset(forms) for full, forms in found.items()}


_HOMELY = _pairs()
_FULL: dict[str, frozenset[str]] = {}
for _full, _forms in _HOMELY.items():
    for _form in _forms:
        _FULL[_form] = _FULL.get(_form, frozenset()) | {_full}
_ENGLISH = NickNamer()
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=8_192)
def full_forms(name: str) -> frozenset[str]:
    """The full names a folded given name may stand for, the name itself among them."""
    english = frozenset(_ENGLISH.canonicals_of(name))
    return english | _FULL.get(name, _NONE) | {name}


@lru_cache(maxsize=8_192)
def are_nicknames(one: str, other: str) -> bool:
    """Whether one name is a short form of the other, or both are of the same full name."""
    mine, theirs = full_forms(one), full_forms(other)
    if one in theirs or other in mine:
        return True
    both = mine & theirs
    return bool(both) and one not in both and other not in both
