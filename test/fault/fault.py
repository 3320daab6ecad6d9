"""What the fault tests share: an installation with scans in it, clients that note what they were told, and the comparison
of that with what is stored. Only Python's own library; PostgreSQL is asked through psql.

KAPSTOK is the program, KAPSTOK_TEST_POSTGRES and KAPSTOK_TEST_POSTGRES_URL the PostgreSQL of the test."""
import atexit, hashlib, os, re, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time
from pathlib import Path

KAPSTOK = os.environ.get("KAPSTOK") or sys.exit("say which program to test: KAPSTOK=build/kapstok")
POSTGRES = os.environ.get("KAPSTOK_TEST_POSTGRES", "")
POSTGRES_URL = os.environ.get("KAPSTOK_TEST_POSTGRES_URL", "")
ENGINES = ["sqlite", "postgres"]
ANSWERS = ["yes", "no", "dont_know", "not_applicable"]
FIRST = 1_000_000  # ids of seeded rows: far from those that the program gives
LIMIT_S = 900      # a test that hangs is ended, and says so

# ---- TAP and tidying -------------------------------------------------------------------------------------

failures = 0
processes = []
work = Path(tempfile.mkdtemp(prefix="kapstok fault "))


def ok(name):
    print(f"ok - {name}", flush=True)


def not_ok(name, *lines):
    global failures
    failures += 1
    print(f"not ok - {name}", flush=True)
    for line in lines:
        for part in str(line).splitlines():
            print(f"# {part}", flush=True)


def check(name, holds, *lines):
    ok(name) if holds else not_ok(name, *lines)
    return holds


def skip(name, why):
    print(f"ok - {name} # SKIP {why}", flush=True)


def finish():
    sys.exit(1 if failures else 0)


def tidy():
    for p in processes:
        if p.poll() is None:
            p.kill()
            p.wait()
    shutil.rmtree(work, ignore_errors=True)


def out_of_time(number, frame):
    not_ok(f"{Path(sys.argv[0]).name} ended within {LIMIT_S} s" if number == signal.SIGALRM else "not interrupted")
    sys.exit(1)


atexit.register(tidy)
signal.signal(signal.SIGALRM, out_of_time)
signal.signal(signal.SIGTERM, out_of_time)
signal.alarm(LIMIT_S)

# ---- an installation -------------------------------------------------------------------------------------


def psql(conninfo, sql, separator="\x1f"):
    p = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-F", separator, "-d", conninfo], input=sql,
                       capture_output=True, text=True, env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
    if p.returncode != 0:
        raise RuntimeError(f"psql: {p.stderr.strip()}")
    return [tuple(line.split(separator)) for line in p.stdout.split("\n") if line != ""]


class Site:
    """A data folder, its database and at most one server. Its scans are seeded by seed()."""

    def __init__(self, engine, name="data", folder=None):
        self.engine, self.name = engine, name
        self.data = Path(folder) if folder else work / f"{engine} {name}"
        self.server = None
        self.port = 0
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("KAPSTOK_DATA", "PG"))}
        if engine == "postgres":
            base = "fault_" + re.sub(r"\W", "_", name)
            psql(POSTGRES, f"CREATE DATABASE {base} TEMPLATE template0 ENCODING 'UTF8'")
            self.conninfo = re.sub(r"dbname=\S+", f"dbname={base}", POSTGRES)
            self.env["KAPSTOK_DATABASE"] = re.sub(r"/[^/]*$", f"/{base}", POSTGRES_URL)
        self.log = work / f"{engine} {name}.log"

    def command(self, *words):
        return [KAPSTOK, *words, "--data", str(self.data)]

    def run(self, *words, timeout=120):
        """A command beside or without the server: (code, output, errors)."""
        p = subprocess.run(self.command(*words), capture_output=True, text=True, env=self.env, timeout=timeout)
        return p.returncode, p.stdout, p.stderr

    def start(self, *words, preload=None, wait=60, **popen):
        env = {**self.env, **({"LD_PRELOAD": preload} if preload else {})}
        out = open(work / f"{self.engine} {self.name}.out", "w+")
        self.server = subprocess.Popen(self.command("serve", "--listen", "127.0.0.1:0", "--log", "error", *words),
                                       stdout=out, stderr=open(self.log, "a"), stdin=subprocess.DEVNULL, env=env, **popen)
        processes.append(self.server)
        until = time.monotonic() + wait
        while time.monotonic() < until and self.server.poll() is None:
            out.seek(0)
            found = re.search(r"^Kapstok .*:(\d+)$", out.read(), re.M)
            if found:
                self.port = int(found.group(1))
                out.close()
                return
            time.sleep(0.005)
        raise RuntimeError(f"the server does not start: {self.errors()}")

    def errors(self, everything=False):
        text = self.log.read_text() if self.log.exists() else ""
        return text if everything else text[-3000:]

    def kill(self):
        self.server.kill()
        self.server.wait()
        processes.remove(self.server)

    def stop(self, wait=60):
        """The exit code after SIGTERM."""
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(wait)
        processes.remove(self.server)
        return code

    def rss_kb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.server.pid}/status").read_text()).group(1))

    def rows(self, sql):
        """Numbers come as int, everything else as str."""
        if self.engine == "sqlite":
            db = sqlite3.connect(f"file:{str(self.data).replace(' ', '%20')}/kapstok.db?mode=ro", uri=True, timeout=20)
            try:
                return db.execute(sql).fetchall()
            finally:
                db.close()
        return [tuple(int(v) if re.fullmatch(r"-?\d+", v) else v for v in row) for row in psql(self.conninfo, sql)]

    def script(self, sql):
        if self.engine == "postgres":
            psql(self.conninfo, "BEGIN;\n" + sql + "COMMIT;\n")
            return
        db = sqlite3.connect(self.data / "kapstok.db", timeout=20)
        db.executescript("BEGIN;\n" + sql + "COMMIT;\n")
        db.close()

    def blob(self, b):
        return f"'\\x{b.hex()}'::bytea" if self.engine == "postgres" else f"x'{b.hex()}'"

    def verify(self):
        """None, or what `kapstok verify` found."""
        code, out, err = self.run("verify")
        return None if code == 0 else f"verify: code {code}: {out}{err}"

    # ---- scans to write in ----

    def seed(self, scans, members):
        """Makes quick scans, and one round of an organisation with members who all answer alone; needs a server that
        was started once. Leaves self.places: what a writer needs to know of each sheet."""
        now = int(time.time() * 1000)
        version = {p: v for p, v in self.rows("SELECT id, max(version) FROM library_pack GROUP BY id")}["government"]
        key = [hashlib.blake2b(f"{self.name} {i}".encode(), digest_size=32).hexdigest()[:43] for i in range(scans)]
        login = [hashlib.blake2b(f"{self.name} login {i}".encode(), digest_size=32).hexdigest()[:43] for i in range(members)]

        def hashed(token):
            return self.blob(hashlib.blake2b(token.encode(), digest_size=32).digest())

        sql = []
        frozen = f"'government', {version}, 'light', ''"
        for i, k in enumerate(key):
            sql.append(f"INSERT INTO scan_round (id, key_hash, title, pack, version, variant, profile, mode, state, type, country, size, created_at)"
                       f" VALUES ({FIRST + i}, {hashed(k)}, 'Quickscan', {frozen}, 'single', 'open', 'be-gemeente', 'BE', '', {now});\n"
                       f"INSERT INTO scan_sheet (id, round_id, member_id, changed_at) VALUES ({FIRST + i}, {FIRST + i}, 0, {now});\n")
        r = FIRST + scans
        sql.append(f"INSERT INTO organisation_organisation (id, name, type, country, place, lang, created_at)"
                   f" VALUES ({FIRST}, 'Olmenrode', 'be-gemeente', 'BE', '', 'nl_BE', {now});\n"
                   f"INSERT INTO scan_round (id, organisation_id, title, pack, version, variant, profile, mode, state, type, country, size, created_at)"
                   f" VALUES ({r}, {FIRST}, 'Najaar', {frozen}, 'alone', 'open', 'be-gemeente', 'BE', '', {now});\n")
        for i, c in enumerate(login):
            n = FIRST + i
            sql.append(f"INSERT INTO account_user (id, name, mail, lang, created_at) VALUES ({n}, 'Lid {i}', 'lid{i}@olmenrode.example', 'nl_BE', {now});\n"
                       f"INSERT INTO organisation_member (id, organisation_id, user_id, roles, invited_at) VALUES ({n}, {FIRST}, {n}, 6, {now});\n"
                       f"INSERT INTO scan_sheet (id, round_id, member_id, changed_at) VALUES ({r + i}, {r}, {n}, {now});\n"
                       f"INSERT INTO account_login (id, hash, user_id, created_at, expires_at) VALUES ({n}, {hashed(c)}, {n}, {now}, {now + 20 * 86400000});\n")
        self.script("".join(sql))

        c = Client(self.port)
        self.places = []
        cookie = csrf = None
        for i, k in enumerate(key):
            base = f"/quickscan/{k}"
            if cookie is None:  # one visitor holds them all
                head, page = c.get(f"{base}/alles")
                cookie = re.search(r"kapstok-visitor=[^;\s]+", head).group(0)
                csrf = token_of(page)
                statements = sorted(set(re.findall(r'name="answer\[([^\]"]+)\]"', page)))
                if len(statements) < 30:
                    raise RuntimeError(f"the sheet shows {len(statements)} statements")
            self.places.append(Place(base, FIRST + i, cookie, csrf, statements))
        base = f"/organisatie/{FIRST}/scan/{r}"
        self.members = []
        for i, secret in enumerate(login):
            own = f"kapstok-login={secret}"
            head, page = c.get(f"{base}/alles", own)
            self.members.append(Place(base, r + i, own, token_of(page), statements))
        c.close()


def token_of(page):
    return re.search(r'name="csrf" value="([^"]+)"', page).group(1)


class Place:
    """A sheet that one writer fills in."""

    def __init__(self, base, sheet, cookie, csrf, statements):
        self.base, self.sheet, self.cookie, self.csrf, self.statements = base, sheet, cookie, csrf, statements


# ---- clients ---------------------------------------------------------------------------------------------


class Lost(Exception):
    """The connection went before the answer was whole: nobody was told anything."""


class Client:
    """One connection that is kept open, like a browser's."""

    def __init__(self, port, timeout=60):
        self.port, self.timeout, self.socket = port, timeout, None

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def send(self, request):
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), self.timeout)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
        except OSError as e:
            self.close()
            raise Lost(f"sending: {e}")

    def receive(self):
        """(status, head, body)"""
        got = b""
        try:
            while b"\r\n\r\n" not in got:
                piece = self.socket.recv(65536)
                if piece == b"":
                    raise OSError("closed" if got == b"" else "closed within an answer")
                got += piece
            head, body = got.split(b"\r\n\r\n", 1)
            head = head.decode("latin-1")
            length = re.search(r"(?mi)^content-length: *(\d+)", head)
            n = int(length.group(1)) if length else 0
            while len(body) < n:
                piece = self.socket.recv(65536)
                if piece == b"":
                    raise OSError("closed within an answer")
                body += piece
        except OSError as e:
            self.close()
            raise Lost(f"receiving: {e}")
        if re.search(r"(?mi)^connection: *close", head):
            self.close()
        return int(head.split(" ", 2)[1]), head, body

    def ask(self, request):
        self.send(request)
        return self.receive()

    def get(self, path, cookie=None):
        status, head, body = self.ask(get(path, cookie))
        if status != 200:
            raise RuntimeError(f"GET {path} gave {status}")
        return head, body.decode()


def get(path, cookie=None):
    return (f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n"
            + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()


def post(path, cookie, body, partial=False):
    return (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            + ("X-Kapstok-Partial: 1\r\n" if partial else "") + "\r\n" + body).encode()


class Writer:
    """Writes in one sheet and keeps the books. An edit is told (answered as saved), refused (answered as not saved), or
    open: sent without an answer, or answered that nobody knows, so that it may be there or not."""

    def __init__(self, place):
        self.place = place
        self.told, self.refused = set(), set()
        self.refusals = []    # (status, text) of each
        self.unsure_of = []   # edits of which nobody knows
        self.unexpected = []  # what should never be answered
        self.sent_at = None   # when the last request was out; None when it did not get out
        self.losses = []      # (that moment, why) of requests without an answer
        self.answered = 0
        self.pause = 0

    def step(self, client):
        edit, request = self.next()
        self.sent_at = None
        client.send(request)
        self.sent_at = time.monotonic()
        status, head, body = client.receive()
        if status == self.good:
            self.told.add(edit)
            self.answered += 1
            self.kept(edit)
        elif status == 503 and (b'"outcome-unknown"' in body or b"We could not check whether this was saved." in body):
            self.unsure_of.append(edit)
        elif status in (500, 503):
            self.refused.add(edit)
            self.refusals.append((status, body.decode(errors="replace")))
        else:
            self.unexpected.append(f"{request.split(b' ', 2)[1].decode()} edit {edit}: {status} {body[:200]}")
        return status

    def kept(self, edit):
        pass


class Autosaver(Writer):
    """One answer after the other, as the page's script does."""
    good = 200

    def __init__(self, place, statements=12):
        super().__init__(place)
        self.mine = place.statements[:statements]
        self.sent = {}  # (statement, edit) -> answer
        self.count = 0

    def next(self):
        statement = self.mine[self.count % len(self.mine)]
        edit = 1 + self.count // len(self.mine)
        answer = (self.count + edit) % 4
        self.count += 1
        self.sent[statement, edit] = answer + 1
        body = f"csrf={self.place.csrf}&edit={edit}&answer={ANSWERS[answer]}&note="
        return (statement, edit), post(f"{self.place.base}/antwoord/{statement}", self.place.cookie, body, partial=True)

    def compare(self, answers, log):
        """What is lost, half or untrue of this sheet. answers: {statement: (answer, edit)}, log: {(statement, edit): answer}"""
        lost, half, untrue = [], [], []
        for statement, edit in self.told:
            if (statement, edit) not in log:
                lost.append(f"{statement} edit {edit}: no history")
            elif answers.get(statement, (0, 0))[1] < edit:
                lost.append(f"{statement} edit {edit}: stands at {answers.get(statement)}")
        for at, answer in log.items():
            if self.sent.get(at) != answer:
                untrue.append(f"{at}: history says {answer}, sent {self.sent.get(at)}")
            if at in self.refused:
                untrue.append(f"{at}: stored though the person was told it was not")
        newest = {}
        for statement, edit in log:
            newest[statement] = max(newest.get(statement, 0), edit)
        for statement in set(newest) | set(answers):
            answer, edit = answers.get(statement, (0, 0))
            if edit != newest.get(statement) or log.get((statement, edit)) != answer:
                half.append(f"{statement}: stands at {(answer, edit)}, history at {newest.get(statement)}")
        return lost, half, untrue


class SheetWriter(Writer):
    """The whole sheet in one form, as a page without script does."""
    good = 303

    def __init__(self, place):
        super().__init__(place)
        self.edit, self.turn = 0, 0
        self.pattern = {}  # edit -> the turn of its answers
        self.pause = 0.01

    def next(self):
        self.edit += 1
        self.turn += 1
        self.pattern[self.edit] = self.turn
        body = f"csrf={self.place.csrf}" + "".join(
            f"&edit%5B{s}%5D={self.edit - 1}&answer%5B{s}%5D={ANSWERS[(i + self.turn) % 4]}"
            for i, s in enumerate(self.place.statements))
        return self.edit, post(f"{self.place.base}/alles", self.place.cookie, body)

    def step(self, client):
        unsure = len(self.unsure_of)
        status = super().step(client)
        if status in (500, 503) and len(self.unsure_of) == unsure:  # nothing is stored: the next one must still differ from what stands
            self.turn -= 1
        return status

    def compare(self, answers, log):
        lost, half, untrue = [], [], []
        by_edit = {}
        for (statement, edit), answer in log.items():
            by_edit.setdefault(edit, {})[statement] = answer
        for edit in self.told - set(by_edit):
            lost.append(f"the whole sheet of edit {edit}")
        for edit, there in by_edit.items():
            turn = self.pattern.get(edit)
            expected = None if turn is None else {s: (i + turn) % 4 + 1 for i, s in enumerate(self.place.statements)}
            if expected is None or set(there) - set(expected):
                untrue.append(f"edit {edit} was never sent")
            elif len(there) < len(expected):
                half.append(f"edit {edit}: {len(there)} of {len(expected)} statements")
            elif there != expected:
                untrue.append(f"edit {edit}: other answers than were sent")
            if edit in self.refused:
                untrue.append(f"edit {edit}: stored though the person was told it was not")
        newest = max(by_edit, default=0)
        for s in self.place.statements if newest else []:
            if answers.get(s) != (by_edit[newest].get(s), newest):
                half.append(f"{s}: stands at {answers.get(s)}, history at {newest}")
        return lost, half, untrue


def compare(site, writers):
    """Reads the sheets of these writers and compares: (lost, half, untrue), lists of sentences."""
    ids = ",".join(str(w.place.sheet) for w in writers)
    answers, log = {}, {}
    for sheet, statement, answer, edit in site.rows(f"SELECT sheet_id, statement, answer, edit FROM scan_answer WHERE sheet_id IN ({ids})"):
        answers.setdefault(sheet, {})[statement] = (answer, edit)
    for sheet, statement, edit, answer in site.rows(f"SELECT sheet_id, statement, edit, answer FROM scan_history WHERE sheet_id IN ({ids})"):
        log.setdefault(sheet, {})[statement, edit] = answer
    result = [], [], []
    for w in writers:
        for all_, mine in zip(result, w.compare(answers.get(w.place.sheet, {}), log.get(w.place.sheet, {}))):
            all_ += [f"sheet {w.place.sheet}: {m}" for m in mine]
    return result


class Load:
    """A thread for each writer, until stop(). patient: after a lost connection or a refusal it goes on."""

    def __init__(self, site, writers, patient=False):
        self.site, self.writers, self.patient = site, writers, patient
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(w,), daemon=True) for w in writers]
        for t in self.threads:
            t.start()

    def work(self, writer):
        client = Client(self.site.port)
        while not self.over.is_set():
            try:
                status = writer.step(client)
                if status in (500, 503):
                    time.sleep(0.05)
                elif writer.pause:
                    time.sleep(writer.pause)
            except Lost as e:
                writer.losses.append((writer.sent_at, str(e)))
                if not self.patient:
                    return
                time.sleep(0.02)
        client.close()

    def stop(self):
        self.over.set()
        for t in self.threads:
            t.join(90)
            if t.is_alive():
                raise RuntimeError("a client waits for an answer that does not come")

    def answered(self):
        return sum(w.answered for w in self.writers)


def writers_for(places, members, sheets):
    """The last `sheets` of the places get whole sheets, the rest single answers; members answer singly."""
    n = len(places) - sheets
    return [Autosaver(p) for p in places[:n]] + [SheetWriter(p) for p in places[n:]] + [Autosaver(p) for p in members]


def wait_for(what, seconds=30):
    """Until what() is true; whether it became so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return bool(what())


def few(lines, most=10):
    return lines[:most] + ([f"… and {len(lines) - most} more"] if len(lines) > most else [])
