"""The wall clock jumps, forwards and back, while people save. Needs nothing but the compiler: a small library moves the
clock of the one program. (Debian's faketime moves it at the start only, and would be one more package.)"""
import mmap, struct
from fault import *

DAY = 86400
HERE = Path(__file__).resolve().parent
library = work / "clock_shift.so"
built = subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "clock_shift.c"), "-ldl"], capture_output=True, text=True)
if built.returncode != 0:
    not_ok("clock: the library that moves the clock is built", built.stderr)
    finish()
# The loader splits LD_PRELOAD at spaces, and our folders have one.
link = Path(tempfile.mkdtemp(prefix="kapstok-clock-")) / "shift.so"
atexit.register(shutil.rmtree, link.parent, True)
link.symlink_to(library)
(work / "shift").write_bytes(struct.pack("q", 0))
handle = open(work / "shift", "r+b")
page = mmap.mmap(handle.fileno(), 8)


def jump(days):
    page[:8] = struct.pack("q", days * DAY)


def run(engine):
    jump(0)
    site = Site(engine)
    site.env["CLOCK_SHIFT"] = str(work / "shift")
    site.start(preload=str(link))
    site.seed(6, 4)
    writers = writers_for(site.places, site.members, 2)
    load = Load(site, writers, patient=True)
    wait_for(lambda: load.answered() > 50)
    # Logins last 20 days here, so the members' stay; the quick scans are read and written at any time.
    for days in (-1, 1, -400, 15, 0):
        jump(days)
        before = {w: w.answered for w in writers}
        fine = wait_for(lambda: all(w.answered > before[w] + 4 for w in writers), 30)
        off = abs(site.rows("SELECT at FROM scan_history ORDER BY at " + ("DESC" if days > 0 else "ASC") + " LIMIT 1")[0][0] / 1000 - time.time() - days * DAY)
        check(f"clock {engine}: {days:+d} days, everyone goes on saving", fine,
              [(type(w).__name__, w.answered - before[w], w.refusals[-1:], w.unexpected[-1:], w.losses[-1:]) for w in writers], site.errors())
        if days in (-1, 1, -400, 15):
            check(f"clock {engine}: {days:+d} days, the program believes it", off < 120, f"{off:.0f} s off")
        client = Client(site.port)
        seen = {path: client.ask(get(path, cookie))[0] for path, cookie in (
            ("/healthz", None), ("/metrics", None), ("/", None), (site.places[0].base + "/resultaat", site.places[0].cookie),
            (site.members[0].base.rsplit("/", 2)[0], site.members[0].cookie), (site.members[0].base, site.members[0].cookie))}
        client.close()
        check(f"clock {engine}: {days:+d} days, pages are shown", set(seen.values()) == {200}, seen)
    load.stop()
    lost, half, untrue = compare(site, writers)
    odd = [u for w in writers for u in w.unexpected]
    check(f"clock {engine}: {load.answered()} answered writes, {len(lost)} lost, {len(half)} half: the counter decides, not the time",
          not (lost or half or untrue or odd), *few(lost + half + untrue + odd))
    # Beyond its end a login is over, and says so; no error.
    jump(60)
    client = Client(site.port)
    p = site.members[0]
    statuses = [client.ask(get(p.base, p.cookie))[0], client.ask(get(site.places[0].base + "/alles", site.places[0].cookie))[0]]
    client.close()
    check(f"clock {engine}: +60 days, logins have ended and say so; a quick scan is still there", statuses[0] in (302, 303, 401) and statuses[1] == 200, statuses)
    wrong = site.verify()
    check(f"clock {engine}: verify finds nothing", wrong is None, wrong)
    check(f"clock {engine}: stops in good order", site.stop() == 0, site.errors())


for engine in ENGINES:
    run(engine)
finish()
