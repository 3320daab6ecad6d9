"""A hall scans the code: each phone asks for the way in, presses the button, loads its page and begins to look, as a browser does,
all from one address. Whoever is turned away comes back as the answer says (Retry-After, Refresh), or as people do.

    join.py PORT PHONES SECONDS [ADDRESS]    they come spread over so many seconds; prints a line"""
import asyncio, random, re, resource, sys, time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import live

STEPS = ["way in", "button", "page", "stream"]


class Phone:
    def __init__(self, port, n, counts, times, name=""):
        self.port, self.n, self.counts, self.times, self.name = port, n, counts, times, name
        self.cookies, self.csrf, self.reader, self.writer = {}, "", None, None
        self.turned_away = 0

    async def ask(self, method, path, body="", extra=""):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAccept-Language: nl\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "") + extra
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.writer.write((head + "\r\n" + body).encode())
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        status = int(answer.split(" ", 2)[1])
        for k, v in re.findall(r"(?mi)^set-cookie: ([^=]+)=([^;\r]*)", answer):
            self.cookies[k] = v
        length = re.search(r"(?mi)^content-length: *(\d+)", answer)
        text = (await self.reader.readexactly(int(length.group(1)))).decode() if length else ""
        if length and re.search(r"(?mi)^connection: *close", answer):
            self.hang_up()
        return status, answer, text

    def hang_up(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def step(self, i, expect, method, path, body="", extra=""):
        began, tries = time.monotonic(), 0
        while True:
            try:
                status, answer, text = await self.ask(method, path, body, extra)
            except (OSError, asyncio.IncompleteReadError) as e:
                self.hang_up()
                status, answer, text = type(e).__name__, "", ""
            if status == expect:
                self.times[i].append(time.monotonic() - began)
                return text
            key = (STEPS[i], status)
            self.counts[key] = self.counts.get(key, 0) + 1
            tries += 1
            if status not in (503, "ConnectionResetError", "IncompleteReadError") or tries > 60:
                raise RuntimeError(f"{STEPS[i]} gave {status}: {re.sub('<[^>]*>', ' ', text)[:600]}")
            again = re.search(r"(?mi)^refresh: *(\d+)", answer) or re.search(r"(?mi)^retry-after: *(\d+)", answer)
            await asyncio.sleep((int(again.group(1)) if again else 2) * random.uniform(1, 1.5))

    async def join(self, after):
        await asyncio.sleep(after)
        text = await self.step(0, 200, "GET", "/meedoen/K7WM-PD3X")
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', text).group(1)
        await self.step(1, 303, "POST", "/meedoen/K7WM-PD3X", f"csrf={self.csrf}&naam={self.name}")
        text = await self.step(2, 200, "GET", live.ROOM)
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', text).group(1)

    async def look(self):
        """Its first event."""
        self.hang_up()
        await self.step(3, 200, "GET", f"{live.ROOM}/beeld", extra="Accept: text/event-stream\r\n")
        while not (await self.reader.readline()).startswith(b"id: "):
            pass

    async def all(self, after):
        await self.join(after)
        await self.look()


async def crowd(port, n, seconds):
    """(joined, counts of what else was answered, times of each step, errors)"""
    counts, times = {}, [[] for _ in STEPS]
    phones = [Phone(port, i, counts, times, f"Deelnemer+{i}") for i in range(n)]
    done = await asyncio.gather(*(p.all(random.uniform(0, seconds)) for p in phones), return_exceptions=True)
    errors = [repr(e) for e in done if e is not None]
    for p in phones:
        p.hang_up()
    return n - len(errors), counts, times, errors


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000 if values else 0


def report(engine, port, n, seconds):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    began = time.monotonic()
    joined, counts, times, errors = asyncio.run(crowd(port, n, seconds))
    steps = ", ".join(f"{name} p50={percentile(t, 0.5):.0f}ms p99={percentile(t, 0.99):.0f}ms" for name, t in zip(STEPS, times))
    away = ", ".join(f"{c} times {s} at the {name}" for (name, s), c in sorted(counts.items(), key=str)) or "nobody was turned away"
    print(f"bench join engine={engine} phones={n} in={seconds}s joined={joined} took={time.monotonic() - began:.1f}s ({steps}; {away})", flush=True)
    for e in errors[:3]:
        print(f"# {e}", flush=True)
    return joined == n


if __name__ == "__main__":
    sys.exit(0 if report("", int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])) else 1)
