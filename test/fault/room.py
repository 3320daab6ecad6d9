"""Three hundred phones look at a room through a bad line (room_proxy.py) while it moves, and the server is killed in the middle:
every phone ends with the last state, none hangs, no answered write is lost. On SQLite the server is started again, on
PostgreSQL its phones come back by themselves through another node."""
import asyncio, http.client
from fault import *
from room_proxy import Proxy

STREAMS, POLLS = 240, 60
SECONDS, RATE = 12, 20
SILENCE_S = 25  # longer than the server is ever silent: after that a phone comes back by itself
SITE = Path(KAPSTOK).parent / "test" / "bench" / "room_site"


class Phone:
    def __init__(self, port, polls):
        self.port, self.polls = port, polls
        self.token, self.joins, self.states, self.wrong, self.data = "", 0, 0, [], []

    async def live(self):
        while True:
            retry = 0.1
            try:
                retry = await asyncio.wait_for(self.poll() if self.polls else self.stream(), 600)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, asyncio.LimitOverrunError):
                retry = 1
            await asyncio.sleep(retry)

    async def line(self, reader):
        piece = await asyncio.wait_for(reader.readline(), SILENCE_S + (5 if self.polls else 0))
        if not piece.endswith(b"\n"):
            raise asyncio.IncompleteReadError(piece, None)
        return piece.rstrip(b"\r\n").decode()

    async def ask(self, path, header=""):
        self.joins += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n{header}\r\n".encode())
        status = int((await self.line(reader)).split()[1])
        head = {}
        while line := await self.line(reader):
            name, value = line.split(": ", 1)
            head[name] = value
        return reader, writer, status, head

    async def stream(self):
        header = f"Last-Event-ID: {self.token}\r\n" if self.token else ""
        reader, writer, status, head = await self.ask("/kamer/1", header)
        retry, token, data = 1.0, "", []
        try:
            if status != 200:
                self.wrong.append(status)
                return retry
            while True:
                line = await self.line(reader)
                if line.startswith("retry: "):
                    retry = int(line[7:]) / 1000
                elif line.startswith("id: "):
                    token = line[4:]
                elif line.startswith("data: "):
                    data.append(line[6:])
                elif line == "" and data:
                    self.token, self.states, self.data, data = token, self.states + 1, data, []
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            return retry
        finally:
            writer.transport.abort()

    async def poll(self):
        reader, writer, status, head = await self.ask(f"/kamer/1?na={self.token}")
        try:
            if status == 200:
                body = await asyncio.wait_for(reader.readexactly(int(head["Content-Length"])), SILENCE_S)
                self.token, self.states, self.data = head["X-Kapstok-Token"], self.states + 1, body.decode().split("\n")
            elif status != 204:
                self.wrong.append(status)
                return 1
            return 0.05
        finally:
            writer.transport.abort()


class Writer(threading.Thread):
    """Writes to one node until it is told to end; counts what was answered. Who was not answered tries again later, as people do."""

    def __init__(self, port, rate):
        super().__init__(daemon=True)
        self.port, self.rate, self.answered, self.asked, self.broken, self.ends, self.error = port, rate, 0, 0, 0, False, None
        self.start()

    def run(self):
        while not self.ends:
            try:
                self.write()
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.2)
            except RuntimeError as e:
                self.error = e
                return

    def write(self):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        c.request("GET", "/")
        r = c.getresponse()
        csrf = re.search(r'name="csrf" value="([^"]+)"', r.read().decode()).group(1)
        cookie = r.headers["Set-Cookie"].split(";")[0]
        while not self.ends:
            self.asked += 1
            c.request("POST", "/kamer/1", f"csrf={csrf}&text=x",
                      {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
            r = c.getresponse()
            r.read()
            if r.status != 303:
                raise RuntimeError(f"a write gave {r.status}")
            self.answered += 1
            time.sleep(1 / self.rate)


def state_of(port):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    c.request("GET", "/kamer/1?na=")
    r = c.getresponse()
    return r.headers["X-Kapstok-Token"], int(re.search(r"notes=(\d+)", r.read().decode()).group(1))


async def bad_line(engine, nodes):
    ports = [n[0] for n in nodes]
    proxy = Proxy(list(ports), seed=int(os.environ.get("SEED", "1")))
    port = await proxy.start()
    phones = [Phone(port, i >= STREAMS) for i in range(STREAMS + POLLS)]
    lives = [asyncio.create_task(p.live()) for p in phones]
    writers = [Writer(p, RATE / len(ports)) for p in ports]
    await asyncio.sleep(SECONDS / 2)
    os.kill(nodes[-1][1], signal.SIGKILL)
    await asyncio.sleep(SECONDS / 2)
    for w in writers:
        w.ends = True
    proxy.calm = True
    while any(w.is_alive() for w in writers):
        await asyncio.sleep(0.05)
    answered, asked = sum(w.answered for w in writers), sum(w.asked for w in writers)
    errors = [w.error for w in writers if w.error is not None]
    check(f"{engine}: the writers were answered ({answered} writes), and heard of the kill", not errors and answered > 0 and
          sum(w.broken for w in writers) > 0, *errors)
    token, notes = await asyncio.to_thread(state_of, ports[0])
    check(f"{engine}: no answered write is lost", answered <= notes <= asked, answered, notes, asked)
    began = time.monotonic()
    while any(p.token != token for p in phones) and time.monotonic() - began < 90:
        await asyncio.sleep(0.1)
    behind = [p for p in phones if p.token != token]
    fates = ", ".join(f"{n} {k}" for k, n in proxy.fates.items())
    check(f"{engine}: all {len(phones)} phones end with the last state ({time.monotonic() - began:.1f} s after the last write; "
          f"connections: {fates})", not behind, f"{len(behind)} are behind", *[(p.polls, p.token, p.joins, p.states, p.data[-1:]) for p in behind[:5]])
    check(f"{engine}: and have its content", all(f"notes={notes}." in "\n".join(p.data) for p in phones))
    check(f"{engine}: each came back more than once, and saw more than one state",
          min(p.states for p in phones) > 1 and sum(p.joins for p in phones) > 2 * len(phones))
    refused = [s for p in phones for s in p.wrong]
    check(f"{engine}: nobody was refused", not refused, refused[:10])
    for t in lives:
        t.cancel()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run(engine):
    count = 2 if engine == "postgres" else 1
    env = {k: v for k, v in os.environ.items() if engine == "postgres" or k != "KAPSTOK_TEST_POSTGRES"}
    p = subprocess.Popen([str(SITE), "0" if count > 1 else str(free_port()), "8", str(count)], stdout=subprocess.PIPE, text=True, env=env)
    processes.append(p)
    nodes = [tuple(int(n) for n in p.stdout.readline().split()) for _ in range(count)]
    asyncio.run(bad_line(engine, nodes))
    began = time.monotonic()
    p.terminate()
    p.wait(30)
    check(f"{engine}: the server ends in good order with its phones", p.returncode == 0, p.returncode)
    print(f"# it took {time.monotonic() - began:.2f} s")


for engine in ENGINES:
    if engine == "postgres" and not POSTGRES:
        skip("postgres: a room of two nodes", "no PostgreSQL")
    else:
        run(engine)
finish()
