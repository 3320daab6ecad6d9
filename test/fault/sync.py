"""SQLite's commits are durable only once fdatasync on the log has come back: a disk that hangs, and one that refuses. Nobody
may hear "saved" before, and a server whose disk refuses ends by itself in good order. Needs nothing but the compiler: a
small library stands between the program and the disk."""
import mmap, struct
from fault import *

WORKS, HANGS, FAILS = 0, 1, 2
HERE = Path(__file__).resolve().parent
library = work / "sync_disk.so"
built = subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "sync_disk.c")], capture_output=True, text=True)
if built.returncode != 0:
    not_ok("sync: the library that stands before the disk is built", built.stderr)
    finish()
# The loader splits LD_PRELOAD at spaces, and our folders have one.
link = Path(tempfile.mkdtemp(prefix="kapstok-sync-")) / "disk.so"
atexit.register(shutil.rmtree, link.parent, True)
link.symlink_to(library)
(work / "disk").write_bytes(bytes(24))
handle = open(work / "disk", "r+b")
page = mmap.mmap(handle.fileno(), 24)


def disk(mode):
    page[:8] = struct.pack("q", mode)


def begun():
    return struct.unpack("q", page[8:16])[0]


def confirmed():
    return struct.unpack("q", page[16:24])[0]


def start(site):
    disk(WORKS)
    site.env["SYNC_DISK"] = str(work / "disk")
    site.start(preload=str(link))


def ended(site, seconds=30):
    """The exit code of a server that ends by itself; None when it does not."""
    try:
        code = site.server.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    processes.remove(site.server)
    return code


class Patient(Client):
    """A client that can look whether there is an answer yet."""

    def is_silent(self):
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1, socket.MSG_PEEK) is None  # an answer, or the end: neither is silence
        except BlockingIOError:
            return True
        finally:
            self.socket.settimeout(self.timeout)


def one_save(site):
    """A single save is waited for: the log was confirmed between the question and the answer."""
    client, w = Client(site.port), Autosaver(site.places[0])
    bad = []
    for _ in range(30):
        before = confirmed()
        status = w.step(client)
        if status != 200 or confirmed() <= before:
            bad.append(f"answered {status} with {confirmed() - before} confirmations")
    client.close()
    check("sync: each of 30 saves was confirmed by the disk before its answer", not bad, *few(bad))
    return w


def hanging(site):
    clients = []
    disk(HANGS)
    before = begun()
    for w in writers_for(site.places[1:], site.members, 2):
        client = Patient(site.port)
        edit, request = w.next()
        client.send(request)
        clients.append((client, w, edit))
    check("sync hangs: the server waits for it", wait_for(lambda: begun() > before))
    sheets = ",".join(str(w.place.sheet) for _, w, _ in clients)
    stored = wait_for(lambda: site.rows(f"SELECT count(DISTINCT sheet_id) FROM scan_answer WHERE sheet_id IN ({sheets})")[0][0] == len(clients))
    check("sync hangs: everything is written meanwhile", stored)
    time.sleep(0.5)
    early = [w.place.base for client, w, _ in clients if not client.is_silent()]
    check(f"sync hangs: none of {len(clients)} hears anything", not early, *few(early))
    client = Client(site.port)
    seen = {p: client.ask(get(p, site.places[0].cookie))[0] for p in ("/healthz", "/", site.places[0].base + "/alles", site.places[0].base + "/resultaat")}
    check("sync hangs: pages are shown", set(seen.values()) == {200}, seen)
    client.close()
    return clients


def answers(clients):
    """What they hear in the end, in their books."""
    codes = []
    for client, w, edit in clients:
        status, head, body = client.receive()
        codes.append(status == w.good)
        if status == w.good:
            w.told.add(edit)
        client.close()
    return codes


def slow():
    site = Site("sqlite", "slow")
    start(site)
    site.seed(8, 4)
    writers = [one_save(site)]
    clients = hanging(site)
    disk(WORKS)
    codes = answers(clients)
    check("sync hangs: when it is over, everyone hears that it is saved", all(codes), codes)
    writers += [w for _, w, _ in clients]
    # Asked to end while the disk hangs: it waits, and answers.
    clients = hanging(site)
    site.server.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    check("sync hangs: a stop waits for the disk", site.server.poll() is None and all(c.is_silent() for c, _, _ in clients))
    disk(WORKS)
    codes = answers(clients)
    writers += [w for _, w, _ in clients]
    check("sync hangs: and answers who waits", all(codes), codes)
    code = ended(site)
    check("sync hangs: then it ends with 0", code == 0, code, site.errors())
    by_sheet = {}
    for w in writers:
        by_sheet.setdefault(w.place.sheet, []).append(w)
    start(site)
    told = [(w.place.sheet, s, e) for w in writers if isinstance(w, Autosaver) for s, e in w.told]
    there = {(s, t, e) for s, t, e in site.rows("SELECT sheet_id, statement, edit FROM scan_history")}
    missing = [t for t in told if t not in there]
    check(f"sync hangs: nothing of {len(told)} saves is lost", told and not missing, *few(missing))
    check("sync hangs: stops in good order", site.stop() == 0, site.errors())


def failing(round_):
    name = f"sync fails ({round_})"
    site = Site("sqlite", f"fails {round_}")
    start(site)
    site.seed(10, 4)
    writers = writers_for(site.places, site.members, 3)
    load = Load(site, writers, patient=True)
    wait_for(lambda: load.answered() > 100)
    disk(FAILS)
    code = ended(site)
    load.over.set()
    load.stop()
    check(f"{name}: the server ends by itself, in good order and not with 0", code == 1, code, site.errors())
    line = site.errors().strip().split("\n")[-1]
    check(f"{name}: the operator gets one sentence", line.startswith("kapstok: the disk does not confirm"), site.errors())
    unsure = [u for w in writers for u in w.unsure_of]
    refusals = [r for w in writers for r in w.refusals]
    odd = [u for w in writers for u in w.unexpected]
    bad = [f"{s}: {t[:300]}" for s, t in refusals if "Nothing was saved" not in t and '"error":"failed"' not in t and '"error":"restarting"' not in t]
    check(f"{name}: {len(unsure)} hear that nobody can tell, {len(refusals)} that nothing was saved", unsure and not odd and not bad, *few(odd), *few(bad))
    broken = [why for w in writers for sent, why in w.losses if why == "receiving: closed within an answer"]
    check(f"{name}: no answer was cut off", not broken, *few(broken))
    start(site)
    lost, half, untrue = compare(site, writers)
    check(f"{name}: {load.answered()} answered writes, {len(lost)} lost, {len(half)} half, {len(untrue)} untrue", not (lost or half or untrue),
          *few(lost + half + untrue))
    load = Load(site, writers, patient=True)
    before = load.answered()
    check(f"{name}: started anew it saves again", wait_for(lambda: all(w.answered > 0 for w in writers) and load.answered() > before + 50))
    load.stop()
    wrong = site.verify()
    check(f"{name}: verify finds nothing", wrong is None, wrong)
    check(f"{name}: stops in good order", site.stop() == 0, site.errors())


slow()
for round_ in range(3):
    failing(round_ + 1)
finish()
