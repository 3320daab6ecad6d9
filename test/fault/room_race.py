"""Everything at once in one live session, for the thread sanitizer (tools/tsan): phones join, answer, write notes, share and leave,
look by events and by long polls and hang up in the middle, two desks, a minute-taker and a beamer look, and the guide leads
without a pause. Then the server is stopped while all look. A line of TAP for each engine."""
import asyncio, random
from fault import *

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import join, live

PHONES, SECONDS = 40, 8
GONE = (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError)
SESSION = f"/organisatie/{live.FIRST}/sessie/{live.FIRST}"


class Crowd:
    def __init__(self, port):
        self.port, self.counts, self.times, self.statuses = port, {}, [[] for _ in join.STEPS], {}
        self.events, self.round, self.ends = 0, 0, False

    async def look(self, cookie, path):
        """Events, or long polls, for a moment or longer."""
        while not self.ends:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4 << 20)
                poll = random.random() < 0.3
                writer.write(f"GET {path}{'?na=' if poll else ''} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode())
                try:
                    async with asyncio.timeout(random.uniform(0.05, 2)):
                        while await reader.readline():
                            self.events += 1
                finally:
                    writer.transport.abort()
            except GONE:
                pass
            await asyncio.sleep(random.uniform(0, 0.05))

    async def phone(self, i):
        p = join.Phone(self.port, i, self.counts, self.times, f"Deelnemer+{i}")
        await p.join(random.uniform(0, 1))
        look = asyncio.create_task(self.look("; ".join(f"{k}={v}" for k, v in p.cookies.items()), f"{live.ROOM}/beeld"))
        edit = 0
        while not self.ends:
            edit += 1
            item = random.choice([live.FIRST, live.QUESTIONS])
            what, body = random.choices(
                [("antwoord", live.answer(item, random.randrange(1, 5), edit, self.round if item == live.QUESTIONS else 1)), ("notitie", live.note(live.QUESTIONS, 1, f"{i}x{edit}", "iets")),
                 ("naam", f"&naam=Naam+{edit}"), ("samen", "&plaats=2&tweede=Ander"), ("samen", "&plaats=1&tweede=")], [10, 5, 1, 1, 1])[0]
            try:
                status, _, _ = await p.ask("POST", f"{live.ROOM}/{what}", f"csrf={p.csrf}{body}", "X-Kapstok-Partial: 1\r\n")
                self.statuses[status] = self.statuses.get(status, 0) + 1
            except GONE:
                p.hang_up()
            await asyncio.sleep(random.uniform(0, 0.1))
        look.cancel()
        p.hang_up()

    def lead(self):
        guide, acts = live.Guide(self.port), 0
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for do, item in [("open", live.QUESTIONS), ("reveal", live.QUESTIONS), ("add", None), ("hide", live.QUESTIONS), ("again", live.QUESTIONS),
                             ("close", live.QUESTIONS), ("open", live.FIRST), ("reveal", live.FIRST), ("stop", None), ("go", None), ("close", live.FIRST)]:
                try:
                    guide.act(do, item)
                    acts += 1
                    self.round += do == "again" or self.round == 0
                except RuntimeError as e:
                    if "gave 422" not in str(e) and "gave 409" not in str(e) and "gave 503" not in str(e):
                        raise
                if do == "hide":
                    guide.get(f"{SESSION}/regie/mensen")
                time.sleep(0.2 if do in ("open", "reveal", "again") else 0.02)  # mostly something is open
        return acts

    async def run(self):
        looks = [asyncio.create_task(self.look(live.GUIDE, f"{SESSION}/{eye}/beeld")) for eye in ("regie", "regie", "notulen", "scherm", "scherm")]
        phones = [asyncio.create_task(self.phone(i)) for i in range(PHONES)]
        acts = await asyncio.to_thread(self.lead)
        return looks, phones, acts


async def all_at_once(site):
    crowd = Crowd(site.port)
    looks, phones, acts = await crowd.run()
    code = await asyncio.to_thread(site.stop)
    crowd.ends = True
    done = await asyncio.gather(*phones, return_exceptions=True)
    for t in looks:
        t.cancel()
    return code, acts, crowd, [repr(e) for e in done if e is not None]


for engine in ENGINES:
    if engine == "postgres" and not POSTGRES:
        continue
    site = Site(engine, "race")
    site.start()
    site.stop()
    site.script(live.rows(site.blob, 0))
    site.start()
    live.Guide(site.port).act("start")
    code, acts, crowd, errors = asyncio.run(all_at_once(site))
    races = site.errors(everything=True).count("WARNING: ThreadSanitizer")
    check(f"{engine}: a live session where everything happens at once ({acts} acts of who leads, answers of the server {crowd.statuses}, {crowd.events} lines of events)",
          code == 0 and races == 0 and not errors and acts > 20 and crowd.statuses.get(200, 0) > 50 and crowd.events > 1000, f"code {code}, {races} reports",
          *errors[:3], site.errors(everything=True)[:6000])
finish()
