"""A full disk under load. Once on a small file system of our own (a mount namespace, so that it goes with this process),
once with a limit on the size of files, where the error is another one and no rights are needed."""
import atexit, ctypes, os, resource, shutil, signal, sys
from fault import *

MB = 1 << 20
SCANS, SHEETS, MEMBERS = 8, 3, 3


def own_tmpfs():
    """A folder on a tmpfs of 24 MB that nobody else sees, or None."""
    libc = ctypes.CDLL(None, use_errno=True)
    CLONE_NEWNS, CLONE_NEWUSER, MS_REC, MS_PRIVATE = 0x00020000, 0x10000000, 0x4000, 0x40000
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS if uid == 0 else CLONE_NEWNS | CLONE_NEWUSER) != 0:
        return None
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    folder = work / "small disk"
    folder.mkdir()
    if libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return None
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=24m,mode=0700") != 0:
        return None
    atexit.register(libc.umount2, os.fsencode(folder), 2)  # MNT_DETACH, before the folder is tidied away
    return folder


def free_bytes(folder):
    s = os.statvfs(folder)
    return s.f_bavail * s.f_frsize


def fill(folder, leave=0):
    """Writes a file until only `leave` bytes are free."""
    with open(folder / "filler", "ab", buffering=0) as f:
        try:
            while free_bytes(folder) > leave:
                f.write(bytes(min(65536, max(4096, free_bytes(folder) - leave))))
        except OSError:
            pass
    return folder / "filler"


def clear(name, writers):
    """Every refusal says in words that nothing was saved and what to do."""
    refusals = [r for w in writers for r in w.refusals]
    odd = [u for w in writers for u in w.unexpected]
    bad = [f"{status}: {text[:300]}" for status, text in refusals
           if "try again" not in text and "send it again" not in text and not re.search(r'"message": ?"[A-Z][^"]{20,}"', text)]
    codes = {c: sum(1 for s, _ in refusals if s == c) for c in sorted({s for s, _ in refusals})}
    check(f"{name}: {len(refusals)} refused with a clear page or message", refusals and not bad and not odd,
          f"codes {codes}", *few(bad), *few(odd))
    print(f"# {name}: answered {sum(w.answered for w in writers)}, refused {codes}")


def under_load(name, folder, make_full, make_room, **popen):
    site = Site("sqlite", name, folder=folder)
    site.start(**popen)
    site.seed(SCANS, MEMBERS)
    writers = writers_for(site.places, site.members, SHEETS)
    load = Load(site, writers, patient=True)
    wait_for(lambda: load.answered() > 200)
    make_full(site)
    refused = wait_for(lambda: all(w.refusals or w.unexpected for w in writers), 60)
    check(f"{name}: every client hears of it", refused, [(type(w).__name__, w.answered, w.losses[:1]) for w in writers], site.errors())
    client = Client(site.port)
    try:
        check(f"{name}: pages can still be read", client.get(site.places[0].base + "/alles", site.places[0].cookie)[1].count("answer[") > 30)
    except (RuntimeError, Lost) as e:
        not_ok(f"{name}: pages can still be read", e)
    client.close()
    before = {w: w.answered for w in writers}
    make_room(site)
    again = wait_for(lambda: all(w.answered > before[w] + 2 for w in writers), 60)
    check(f"{name}: with room again, saving goes on without a restart", again,
          [(type(w).__name__, w.answered - before[w], w.refusals[-1:]) for w in writers], site.errors())
    load.stop()
    lost, half, untrue = compare(site, writers)
    check(f"{name}: {load.answered()} answered writes, {len(lost)} lost, {len(half)} half", not lost and not half, *few(lost), *few(half))
    check(f"{name}: nothing stored that was refused", not untrue, *few(untrue))
    clear(name, writers)
    check(f"{name}: nobody's connection broke", not any(w.losses for w in writers), *few([w.losses[0][1] for w in writers if w.losses]))
    wrong = site.verify()
    check(f"{name}: verify finds nothing", wrong is None, wrong)
    check(f"{name}: stops in good order", site.stop() == 0, site.errors())
    return site


def sentence(name, site, must, *words):
    """serve ends by itself with one sentence for the operator."""
    try:
        site.start(*words, wait=20)
        site.kill()
        return not_ok(name, "it started")
    except RuntimeError:
        pass
    code = site.server.poll()
    if code is None:
        site.kill()
    lines = site.errors().strip().split("\n")
    check(name, code is not None and code > 0 and len(lines) == 1 and lines[0].startswith("kapstok: ") and re.search(must, lines[0]),
          f"code {code}", site.errors())


def file_limit(megabytes):
    def limit(site):
        n = resource.RLIM_INFINITY if megabytes is None else int(megabytes * MB)
        resource.prlimit(site.server.pid, resource.RLIMIT_FSIZE, (n, resource.RLIM_INFINITY))
    return limit


signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
# Room for what the log (WAL) holds at first, and not for what it grows to before it is written back.
under_load("file limit", None, file_limit(1.5), file_limit(None), restore_signals=False)

disk = own_tmpfs()
if disk is None:
    skip("disk full", "no right to mount a small file system")
    finish()
filler = disk / "filler"
site = under_load("disk full", disk / "data", lambda s: fill(disk, leave=MB), lambda s: filler.unlink())

fill(disk)
site.log.unlink(missing_ok=True)
check("disk full: filled to the last byte", free_bytes(disk) == 0)
empty = Site("sqlite", "empty", folder=disk / "other data")
sentence("disk full: serve in a new folder ends with one sentence", empty, "[Nn]o space|full")
ready = Site("sqlite", "made", folder=disk / "made data")
filler.unlink()
ready.data.mkdir()
fill(disk)
sentence("disk full: serve in an empty folder ends with one sentence", ready, "[Nn]o space|full")
# With data that is there already nothing has to be written: either people can read, or the operator is told.
try:
    site.start(wait=20)
    client = Client(site.port)
    check("disk full: serve on existing data lets people read", client.ask(get(site.places[0].base + "/alles"))[0] == 200, site.errors())
    site.kill()
except RuntimeError:
    lines = site.errors().strip().split("\n")
    check("disk full: serve on existing data ends with one sentence",
          (site.server.poll() or 0) > 0 and len(lines) == 1 and re.search("[Nn]o space|full", lines[0]), site.errors())
for command in (["backup", str(disk / "copy.db")], ["user", "add", "--mail", "a@b.example", "--name", "A"]):
    code, out, err = site.run(*command)
    lines = err.strip().split("\n")
    check(f"disk full: {command[0]} ends with one sentence", code > 0 and len(lines) == 1 and lines[0].startswith("kapstok: "), f"code {code}", out, err)
check("disk full: a failed backup leaves nothing", not list(disk.glob("copy*")), list(disk.glob("copy*")))
filler.unlink()
site.start()
check("disk full: with room again, everything is there", site.verify() is None, site.verify())
site.kill()
finish()
