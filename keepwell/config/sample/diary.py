"""What happened between the sample firm and one of its parties: pure, from a seed.

A diary is lived backwards from the last contact that the part in the play asks for, in
steps of the party's own rhythm, so that “quiet for 47 days, usual gap 12” is true.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from keepwell.config.sample.days import Days
from keepwell.config.sample.happenings import Between, Diary, Happening, Vow
from keepwell.config.sample.reading import Character, Story, sections, stories
from keepwell.config.sample.staff import BY_KEY, LEFT, STAFF
from keepwell.config.sample.wording import ANSWERS, Setting, due_in_words, letter

WORKING_HOUR = timedelta(hours=1)


class Author:
    """Writes the diary of one party."""

    def __init__(self, who: Character, days: Days) -> None:
        self.who, self.days, self.diary = who, days, Diary()
        self.chance = Random(f"{who.key} 1")
        self.people = 1 if who.is_person else len(who.people)
        self.language = who.get("lang") or "en"
        self.spoken = sections("letters/spoken.txt")
        self.sites = self._sites()
        self._decks: dict[str, list[str]] = {}
        self._stories: list[Story] = []
        self._promises: list[str] = []
        self.mate = self.chance.choice([c for c in STAFF[2:6] if c.key != who.get("owner")]).key

    def write(self) -> Diary:
        """All of it, oldest first."""
        last, since = self.who.days("last"), self.who.days("since")
        rhythm = self._rhythm(last, since)
        for place, back in enumerate(rhythm):
            if place == 0 and self.who.get("promise"):
                self._promise(back, self.days.due(self.who.days("promise")))
            elif place and back > last + 8 and self.chance.random() < 0.05:
                self._promise(back, None)
            else:
                self._story(back)
        self._speak(last, since)
        self._meet(last, since)
        self._note(last, since)
        self._chase()
        if self.who.get("asks"):
            self._ask(self.who.days("asks"))
        self.diary.happenings.sort(key=lambda each: (each.at, each.key))
        return self.diary

    def _rhythm(self, last: int, since: int) -> list[int]:
        gap = self.who.days("gap", 20)
        found, back = [], last
        while back < since:
            found.append(back)
            # Older times are thinner, as they are in any firm's mailbox.
            stretch = 1.0 if back < 300 else 1.7
            back += max(2, round(gap * stretch * self.chance.uniform(0.7, 1.35)))
        return found

    def _sites(self) -> tuple[str, ...]:
        city = self.who.address[2]
        known = {
            "de": (f"{city}",),
            "fr": (f"{city}",),
            "es": (f"{city}",),
            "en": (city, "the second site", "the head office", "the old building"),
        }
        return known[self.language]

    # Who and in which words

    def ours(self, back: int) -> str:
        """Which of us had to do with them that day: the owner of then, now and then a mate."""
        owner = self.who.get("owner") or "peter"
        before = self.who.get("before")
        if before and back > LEFT:
            owner = before
        if owner == "peter" and back <= LEFT:
            owner = "ines"
        joined = BY_KEY[owner].joined
        if back > joined:
            owner = "tobias"
        away = owner == "callum" and back <= 4
        mate_fits = self.mate != "peter" and back < BY_KEY[self.mate].joined
        helped = mate_fits and self.chance.random() < 0.12
        return self.mate if helped else ("ines" if away else owner)

    def person(self) -> int:
        """Who of them; the first one most often."""
        if self.people < 2 or self.chance.random() < 0.6:
            return 0
        return self.chance.randint(1, self.people - 1)

    def called(self, place: int) -> str:
        """Their name."""
        return self.who.name if self.who.is_person else self.who.people[place].name

    def setting(self, day: date, ours: str, language: str = "") -> Setting:
        """What is filled into the words of that day."""
        others = [c for c in STAFF[1:6] if c.key != ours and c.key != self.who.get("owner")]
        name = self.chance.choice(others).first
        return Setting(language or self.language, day, self.sites, name)

    def _next_story(self) -> Story:
        if not self._stories:
            self._stories = self._deck()
        return self._stories.pop()

    def _deck(self) -> list[Story]:
        if self.language == "de":
            deck = list(stories("letters/german.txt"))
        elif self.language in ("fr", "es"):
            deck = list(stories("letters/romance.txt", self.language))
        else:
            line = stories("letters/lines.txt", self.who.get("line"))
            deck = [*stories("letters/common.txt"), *line]
        self.chance.shuffle(deck)
        return deck

    def draw(self, section: str) -> str:
        """A line of the spoken ones; none comes again before all of them have come."""
        if not self._decks.get(section):
            self._decks[section] = list(self.spoken[section])
            self.chance.shuffle(self._decks[section])
        return self._decks[section].pop()

    # What happens

    def _story(self, back: int) -> None:
        story = self._next_story()
        two = Between(self.ours(back), self.person(), self.language)
        at = self.days.moment(back, self.chance, self.chance.randint(7, 10))
        setting, kept = self.setting(at.date(), two.ours, two.language), dict[str, str]()
        subject, before = setting.fill(story.subject, self.chance, kept), ""
        for place, (from_us, words) in enumerate(story.turns):
            text = setting.fill(words, self.chance, kept)
            mark = f"{back}.{place}"
            before = self._mail(mark, at, subject, text, two, from_us=from_us, answers=before)
            at += self.chance.uniform(0.6, 2.6) * WORKING_HOUR

    def _mail(
        self,
        mark: str,
        at: datetime,
        subject: str,
        text: str,
        two: Between,
        *,
        from_us: bool,
        answers: str = "",
        asks: bool = False,
    ) -> str:
        us, them = BY_KEY[two.ours].name, self.called(two.person)
        writer, reader = (us, them) if from_us else (them, us)
        others = (each for each in range(self.people) if each != two.person)
        copied = [each for each in others if self.chance.random() < 0.15]
        mail = Happening(
            kind="mail",
            key=f"mail:{self.who.key}.{mark}@sample",
            at=at.replace(second=self.chance.randint(0, 59), microsecond=0),
            title=(ANSWERS[two.language] if answers else "") + subject,
            text=letter(text, writer, reader, two.language, sum(map(ord, writer))),
            ours=two.ours,
            theirs=(two.person, *copied),
            from_us=from_us,
            asks=asks or (not from_us and "?" in text),
            answers=answers,
        )
        self.diary.happenings.append(mail)
        return mail.key

    def _promise(self, back: int, due: date | None) -> None:
        known = sections("letters/promised.txt")[""]
        if not self._promises:
            self._promises = list(known)
            self.chance.shuffle(self._promises)
        chosen = known[self.who.days("vow")] if due else self._promises.pop()
        what, subject, ask, answer = chosen.split("|")
        ours, person = self.who.get("owner") or "ines", self.person()
        if due is None:
            ours = self.ours(back)
        two, at = Between(ours, person), self.days.moment(back, self.chance, 9)
        due_on, answered = due or self.days.back(back - 4), at + 2 * WORKING_HOUR
        first = self._mail(f"{back}.p", at, subject, ask, two, from_us=False)
        text = answer.format(due=due_in_words(due_on))
        second = self._mail(
            f"{back}.q", answered, subject, text, two, from_us=True, answers=first
        )
        vow = Vow(what, f"promise:{second}", ours, due_on, answered, second, person)
        if due is None:
            late = timedelta(days=self.chance.choice((0, 0, 0, 1, 2)))
            vow.done_at = datetime.combine(due_on, time(14, 5), at.tzinfo) + late
        self.diary.vows.append(vow)

    def _speak(self, last: int, since: int) -> None:
        step = max(9, round(self.who.days("gap", 20) * 2.4))
        for back in range(last + self.chance.randint(2, step), since, step):
            ours, person = self.ours(back), self.person()
            at = self.days.moment(back, self.chance)
            connected = self.chance.random() < 0.8
            words = self.draw("calls" if connected else "tried")
            text = self.setting(at.date(), ours, "en").fill(words, self.chance, {})
            from_us = not connected or self.chance.random() < 0.88
            self.diary.happenings.append(
                Happening(
                    "call",
                    f"call:{self.who.key}.{back}",
                    at,
                    "",
                    text,
                    ours,
                    (person,),
                    from_us,
                    outcome="connected" if connected else "no_answer",
                )
            )

    def _meet(self, last: int, since: int) -> None:
        for back in range(
            last + self.chance.randint(6, 60), since, self.chance.randint(70, 95)
        ):
            self._meeting(back, self.days.moment(back, self.chance, 9), self.draw("held"))
        if talk := self.who.days("talk"):
            at = datetime.combine(self.days.ahead(talk), time(9, 30), self.days.now.tzinfo)
            self._meeting(-talk, at, "")

    def _meeting(self, back: int, at: datetime, words: str) -> None:
        ours = self.ours(max(back, 5))
        setting, kept = self.setting(at.date(), ours, "en"), dict[str, str]()
        theirs = tuple(range(min(self.people, 1 + self.chance.randint(0, 2))))
        title = setting.fill(self.draw("meetings"), self.chance, kept)
        place = self.chance.choice(
            (f"{self.who.address[0]}, {self.who.address[2]}", "Video call")
        )
        self.diary.happenings.append(
            Happening(
                "meeting",
                f"meeting:{self.who.key}.{back}",
                at.replace(minute=30),
                title,
                setting.fill(words, self.chance, kept),
                ours,
                theirs,
                outcome="confirmed",
                ends_at=at.replace(minute=30) + self.chance.choice((1, 1.5, 2)) * WORKING_HOUR,
                place=place,
            )
        )

    def _note(self, last: int, since: int) -> None:
        for place in range(self.chance.randint(1, 3)):
            back = self.chance.randint(last + 1, max(last + 2, since - 1))
            ours = self.ours(back)
            at = self.days.moment(back, self.chance)
            words = (place == 0 and self._abroad()) or self.draw("notes")
            text = self.setting(at.date(), ours, "en").fill(words, self.chance, {})
            key = f"note:{self.who.key}.{place}"
            self.diary.happenings.append(Happening("note", key, at, "", text, ours, (0,)))

    def _abroad(self) -> str:
        """A note in the language of their country, where there is one."""
        return "".join(self.spoken.get(f"notes {self.who.address[3]}", ()))

    def _in_their_words(self, section: str) -> str:
        """The section in their language, where there is one."""
        theirs = f"{section} {self.language}"
        return theirs if theirs in self.spoken else section

    def _chase(self) -> None:
        for back in map(int, filter(None, self.who.get("chased").split(","))):
            title, words = self.draw(self._in_their_words("chasing")).split("|")
            ours = self.ours(back)
            two = Between(ours, 0, self.language if self.language == "de" else "en")
            at = self.days.moment(back, self.chance)
            setting, kept = self.setting(at.date(), ours, two.language), dict[str, str]()
            text = setting.fill(words, self.chance, kept)
            title = setting.fill(title, self.chance, kept)
            self._mail(f"{back}.c", at, title, text, two, from_us=True)

    def _ask(self, back: int) -> None:
        title, words = self.spoken["asking"][self.who.days("ask")].split("|")
        ours = self.who.get("owner") or "ines"
        at = self.days.moment(back, self.chance, 15)
        setting, kept = self.setting(at.date(), ours), dict[str, str]()
        title = setting.fill(title, self.chance, kept)
        text = setting.fill(words, self.chance, kept)
        two = Between(ours, 0, self.language)
        self._mail(f"{back}.a", at, title, text, two, from_us=False, asks=True)
