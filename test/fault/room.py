"""Three hundred phones come into a live session from one address, and then answer and write through a bad line (room_proxy.py)
while the server is killed: every answer that was told as saved is stored, each once, and every phone ends with the last state. On
SQLite the server is started again, on PostgreSQL the phones come back by themselves through another node."""
import asyncio, random
from fault import *
from room_proxy import Proxy

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import join, live

PHONES, POLLS = 300, 60
SECONDS = 10
SILENCE_S = 20  # longer than the server is ever silent: after that a phone comes back by itself
PATIENCE_S = 8  # with an answer that does not come
BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, asyncio.LimitOverrunError)


class Phone:
    """One that has joined. What it sees comes by events or by long polls; what it says is sent again until it is answered, as the
    page's script does, and only then comes the next."""

    def __init__(self, port, joined, polls):
        self.port, self.polls = port, polls
        self.cookie = "; ".join(f"{k}={v}" for k, v in joined.cookies.items())
        self.csrf, self.name = joined.csrf, joined.name.replace("+", " ")
        self.token, self.states, self.joins, self.wrong, self.refused = "", 0, 0, [], []
        self.edit, self.choice, self.notes, self.repeats, self.ends = 0, None, [], 0, False

    async def line(self, reader):
        piece = await asyncio.wait_for(reader.readline(), SILENCE_S + (5 if self.polls else 0))
        if not piece.endswith(b"\n"):
            raise asyncio.IncompleteReadError(piece, None)
        return piece.rstrip(b"\r\n").decode()

    async def ask(self, method, path, body="", header=""):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4 << 20)
        if method == "POST":
            header += f"Content-Type: application/x-www-form-urlencoded\r\nX-Kapstok-Partial: 1\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nCookie: {self.cookie}\r\n{header}\r\n{body}".encode())
        try:
            status = int((await self.line(reader)).split()[1])
            head = {}
            while line := await self.line(reader):
                name, value = line.split(": ", 1)
                head[name.lower()] = value
        except BaseException:
            writer.transport.abort()
            raise
        return reader, writer, status, head

    # ---- looking ----

    async def look(self):
        while True:
            try:
                pause = await (self.poll() if self.polls else self.stream())
            except BROKEN:
                pause = 1
            await asyncio.sleep(pause)

    async def stream(self):
        self.joins += 1
        reader, writer, status, head = await self.ask("GET", f"{live.ROOM}/beeld", header=f"Last-Event-ID: {self.token}\r\n" if self.token else "")
        retry = 1.0
        try:
            if status != 200:
                self.wrong.append(status)
                return retry
            while True:
                event = await asyncio.wait_for(reader.readuntil(b"\n\n"), SILENCE_S)
                if event.startswith(b"retry: "):
                    retry = int(event[7:]) / 1000
                elif event.startswith(b"id: "):
                    self.token, self.states = event[4:event.index(b"\n")].decode(), self.states + 1
        except BROKEN:
            return retry
        finally:
            writer.transport.abort()

    async def poll(self):
        self.joins += 1
        reader, writer, status, head = await self.ask("GET", f"{live.ROOM}/beeld?na={self.token}")
        try:
            if status == 200:
                await asyncio.wait_for(reader.readexactly(int(head["content-length"])), SILENCE_S)
                self.token, self.states = head["x-kapstok-token"], self.states + 1
            elif status != 204:
                self.wrong.append(status)
                return 1
            return 0.05
        finally:
            writer.transport.abort()

    # ---- saying ----

    async def send(self, what, body):
        """Until it is saved."""
        while True:
            try:
                reader, writer, status, head = await asyncio.wait_for(self.ask("POST", f"{live.ROOM}/{what}", f"csrf={self.csrf}{body}"), PATIENCE_S)
                try:
                    text = await asyncio.wait_for(reader.readexactly(int(head["content-length"])), PATIENCE_S)
                finally:
                    writer.transport.abort()
                if status == 200 and b'"saved":true' in text:
                    return
                self.refused.append((status, text[:200]))
                if status < 500:
                    return
            except BROKEN:
                pass
            self.repeats += 1
            await asyncio.sleep(random.uniform(0.2, 0.6))

    async def say(self):
        await asyncio.sleep(random.uniform(0, 2))
        while not self.ends:
            self.edit, self.choice = self.edit + 1, random.randrange(5)
            await self.send("antwoord", live.answer(live.QUESTIONS, self.choice + 1, self.edit))
            if random.random() < 0.1 and len(self.notes) < 25:
                nonce, text = f"{random.getrandbits(64):x}", f"Iets van {self.name} nummer {len(self.notes)}"
                self.notes.append(text)
                await self.send("notitie", live.note(live.QUESTIONS, 1, nonce, text.replace(" ", "+")))
            await asyncio.sleep(random.uniform(0.5, 2))


async def come_in(engine, port):
    """Everybody scans the code within a few seconds."""
    counts, times = {}, [[] for _ in join.STEPS]
    phones = [join.Phone(port, i, counts, times, f"Deelnemer+{i}") for i in range(PHONES)]
    done = await asyncio.gather(*(p.join(random.uniform(0, 3)) for p in phones), return_exceptions=True)
    errors = [e for e in done if e is not None]
    for p in phones:
        p.hang_up()
    check(f"{engine}: {PHONES} phones joined from one address in 3 s, and no limit met any", not errors and not counts, counts, *errors[:3])
    return phones


async def bad_line(engine, nodes):
    joined = await come_in(engine, nodes[0].port)
    guide = live.Guide(nodes[0].port)
    await asyncio.to_thread(guide.act, "open", live.QUESTIONS)
    proxy = Proxy([n.port for n in nodes], seed=int(os.environ.get("SEED", "1")))
    port = await proxy.start()
    phones = [Phone(port, j, i >= PHONES - POLLS) for i, j in enumerate(joined)]
    looks = [asyncio.create_task(p.look()) for p in phones]
    says = [asyncio.create_task(p.say()) for p in phones]
    await asyncio.sleep(SECONDS / 3)
    await asyncio.to_thread(live.Guide(nodes[0].port).act, "reveal", live.QUESTIONS)
    await asyncio.sleep(SECONDS / 6)
    victim = nodes[-1]
    victim.kill()
    saved = sum(p.edit for p in phones)
    if len(nodes) == 1:
        await asyncio.sleep(0.5)
        await asyncio.to_thread(victim.start)
        proxy.backends[0] = victim.port
    await asyncio.sleep(SECONDS / 2)
    for p in phones:
        p.ends = True
    proxy.calm = True
    await asyncio.wait(says, timeout=60)
    still = [p for p, t in zip(phones, says) if not t.done()]
    check(f"{engine}: every answer and note was saved in the end, whatever it took ({sum(p.edit for p in phones)} answers, {sum(len(p.notes) for p in phones)} notes, "
          f"{sum(p.repeats for p in phones)} sent again)", not still and saved > 0, f"{len(still)} still wait")
    refused = [r for p in phones for r in p.refused]
    check(f"{engine}: none was refused, and nobody was turned away from looking", not refused and not any(p.wrong for p in phones), refused[:5],
          [w for p in phones for w in p.wrong][:10])
    return phones, looks, proxy


async def last_state(engine, site, phones, looks, proxy):
    asks = Phone(site.port, join.Phone(0, 0, {}, []), True)
    asks.cookie = phones[0].cookie
    began = time.monotonic()
    while True:
        asks.token = ""
        await asks.poll()
        behind = [p for p in phones if p.token != asks.token]
        if not behind or time.monotonic() - began > 60:
            break
        await asyncio.sleep(0.1)
    fates = ", ".join(f"{n} {k}" for k, n in proxy.fates.items())
    check(f"{engine}: all phones end with the last state ({time.monotonic() - began:.1f} s after the last answer; connections: {fates})", not behind,
          f"{len(behind)} are behind", *[(p.polls, p.token, p.joins, p.states) for p in behind[:5]])
    check(f"{engine}: each saw more than one state, and came back more than once",
          min(p.states for p in phones) > 1 and sum(p.joins for p in phones) > 2 * len(phones))
    for t in looks:
        t.cancel()


def compare_stored(engine, site, phones):
    rows = site.rows(f"""SELECT p.name, f.edit, a.part, a.choice FROM session_sheet f JOIN session_participant p ON p.id = f.participant_id
        LEFT JOIN session_answer a ON a.item_id = f.item_id AND a.round = f.round AND a.participant_id = f.participant_id WHERE f.item_id = {live.QUESTIONS}""")
    expected = sorted((p.name, p.edit, 0, p.choice) for p in phones)
    wrong = sorted(set(rows) ^ set(expected))
    check(f"{engine}: what each answered last is stored, once", sorted(rows) == expected, *wrong[:10])
    notes = site.rows(f"SELECT n.content, p.name FROM session_note n JOIN session_participant p ON p.id = n.participant_id WHERE n.item_id = {live.QUESTIONS}")
    expected = sorted((text, p.name) for p in phones for text in p.notes)
    check(f"{engine}: each note is stored, once, by who wrote it", sorted(notes) == expected and len(notes) > 0, *sorted(set(notes) ^ set(expected))[:6])


def other_node(site):
    """A second one on the same database, with the same key."""
    other = Site.__new__(Site)
    other.__dict__.update(site.__dict__)
    other.name, other.data = "node", work / "node"
    other.log = work / "node.log"
    other.data.mkdir()
    shutil.copy(site.data / "key", other.data / "key")
    other.start()
    return other


def run(engine):
    began = time.monotonic()
    site = Site(engine, "room")
    site.start()
    site.stop()
    site.script(live.rows(site.blob, 0))
    site.start()
    live.Guide(site.port).act("start")
    nodes = [site] + ([other_node(site)] if engine == "postgres" else [])

    async def all():
        phones, looks, proxy = await bad_line(engine, nodes)
        await last_state(engine, site, phones, looks, proxy)
        return phones

    phones = asyncio.run(all())
    compare_stored(engine, site, phones)
    check(f"{engine}: the server ends in good order, and verify finds nothing", site.stop() == 0 and site.verify() is None, site.errors(), site.verify())
    print(f"# it took {time.monotonic() - began:.1f} s")


for engine in ENGINES:
    if engine == "postgres" and not POSTGRES:
        skip("postgres: a room of two nodes", "no PostgreSQL")
    else:
        run(engine)
finish()
