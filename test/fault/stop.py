"""SIGTERM under load: what was asked before it is answered, the program ends with 0, and soon. This is the one test that
asserts a time: five seconds, however slow the machine. stop.py [ROUNDS]"""
import sys
from fault import *

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SCANS, SHEETS, MEMBERS = 16, 4, 4
BOUND_S = 5


class Reader(Writer):
    """Asks pages; a spreadsheet now and then, which a worker makes."""
    good = 200

    def __init__(self, place):
        super().__init__(place)
        self.count = 0

    def next(self):
        self.count += 1
        page = ("/alles", "/resultaat", "/scan.xlsx")[self.count % 3]
        return self.count, get(self.place.base + page, self.place.cookie)


def stopped(site, name):
    """The exit code and how long it took; None when it was too long."""
    began = time.monotonic()
    try:
        code = site.stop(wait=60)
    except subprocess.TimeoutExpired:
        site.kill()
        code = None
    took = time.monotonic() - began
    return code, took


def under_load(engine):
    site = Site(engine)
    site.start()
    site.seed(SCANS, MEMBERS)
    codes, times, cut, answered = [], [], [], 0
    writers = writers_for(site.places, site.members, SHEETS)
    for round_ in range(ROUNDS):
        readers = [Reader(p) for p in site.places[:4]]
        idle = [Client(site.port) for _ in range(50)]
        for c in idle:
            c.get(site.places[0].base + "/alles", site.places[0].cookie)  # then it is kept open, and says nothing
        half = [Client(site.port) for _ in range(10)]
        for c in half:
            c.send(post(site.places[0].base + "/alles", site.places[0].cookie, "x" * 1000)[:-900])  # never goes on
        for w in writers:
            w.losses.clear()
        load = Load(site, writers + readers)
        before = load.answered()
        wait_for(lambda: load.answered() > before + 100)
        at = time.monotonic()
        code, took = stopped(site, engine)
        load.stop()
        answered += load.answered() - before
        codes.append(code)
        times.append(took)
        # A request that had gone out before the signal has an answer. What crossed the closing may be sent again.
        cut += [f"round {round_ + 1}: sent {(at - sent) * 1000:.1f} ms before the signal: {why}"
                for w in writers + readers for sent, why in w.losses if sent is not None and sent < at]
        for c in idle + half:
            c.close()
        site.start()
    lost, half, untrue = compare(site, writers)
    odd = [u for w in writers for u in w.unexpected]
    check(f"stop {engine}: {ROUNDS} times under load, with 50 idle and 10 half requests: code 0", codes == [0] * ROUNDS, codes, site.errors())
    check(f"stop {engine}: every time within {BOUND_S} s", max(times) < BOUND_S, [f"{t:.2f}" for t in times])
    check(f"stop {engine}: every request under way was answered ({answered} in all)", not cut, *few(cut))
    check(f"stop {engine}: nothing lost, half or untrue, no odd answer", not (lost or half or untrue or odd), *few(lost + half + untrue + odd))
    print(f"# stop {engine}: slowest {max(times):.2f} s")
    site.kill()


def silent_mail_server():
    """A mail server that takes the connection and never says a word must not hold up the end."""
    site = Site("sqlite", "mail")
    site.start()
    with socket.create_server(("127.0.0.1", 0)) as s:
        now = int(time.time() * 1000)
        site.script(f"INSERT INTO admin_setting (name, value) VALUES ('smtp.url', 'smtp://127.0.0.1:{s.getsockname()[1]}'), ('smtp.from', 'kapstok@olmenrode.example');\n"
                    + "".join(f"INSERT INTO admin_mail (recipient, subject, body, state, next_at, created_at) VALUES ('jan{i}@olmenrode.example', 'x', 'y', 'waiting', {now}, {now});\n" for i in range(10)))
        s.settimeout(30)
        try:
            connection, _ = s.accept()
        except TimeoutError:
            site.kill()
            return not_ok("stop mail: the mail server is asked", site.errors())
        code, took = stopped(site, "mail")
        check("stop mail: a silent mail server does not hold up the end", code == 0 and took < BOUND_S, f"code {code} after {took:.1f} s")
        connection.close()
    left = site.rows("SELECT state, count(*) FROM admin_mail GROUP BY state")
    check("stop mail: no mail is lost", sum(n for _, n in left) == 10 and not {s for s, _ in left} & {"sent", "failed"}, left)


for engine in ENGINES:
    under_load(engine)
silent_mail_server()
finish()
