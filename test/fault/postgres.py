"""PostgreSQL goes away under load: every connection ended, the server restarted in good order, the server crashed. People
are told, nothing that was answered is lost, and it goes on by itself."""
import sys
from fault import *

SCANS, SHEETS, MEMBERS = 12, 4, 4
site = Site("postgres")
site.start()
site.seed(SCANS, MEMBERS)
writers = writers_for(site.places, site.members, SHEETS)


def cluster():
    """Version and name of the cluster that we are in, when Debian's tools know it."""
    port = psql(POSTGRES, "SHOW port")[0][0]
    try:
        lines = subprocess.run(["pg_lsclusters", "--no-header"], capture_output=True, text=True).stdout.splitlines()
    except OSError:
        return None
    return next(((f[0], f[1]) for f in map(str.split, lines) if f[2] == port), None)


def disturbed(name, disturb):
    """Disturbs under load; what follows must hold."""
    load = Load(site, writers, patient=True)
    wait_for(lambda: load.answered() > 100)
    refused = sum(len(w.refusals) for w in writers)
    disturb()
    before = {w: w.answered for w in writers}
    back = wait_for(lambda: all(w.answered > before[w] + 2 for w in writers), 60)
    load.stop()
    refused = sum(len(w.refusals) for w in writers) - refused
    check(f"postgres {name}: every client can save again, without hands ({refused} refused meanwhile)", back,
          [(type(w).__name__, w.answered - before[w], w.refusals[-1:]) for w in writers], site.errors())
    client = Client(site.port)
    status, head, body = client.ask(get("/healthz"))
    check(f"postgres {name}: healthy again", status == 200, body)
    status, head, body = client.ask(get(site.places[0].base + "/resultaat", site.places[0].cookie))
    check(f"postgres {name}: pages can be read again", status == 200, body[:500])
    client.close()
    broken = [w.losses[0][1] for w in writers if w.losses]
    check(f"postgres {name}: nobody's own connection broke", not broken, *few(broken))
    for w in writers:
        w.losses.clear()


def end_connections():
    for _ in range(5):
        psql(POSTGRES, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'kapstok'")
        time.sleep(0.1)


def restart(how):
    def act():
        where = cluster()
        p = subprocess.run(["pg_ctlcluster", *where, "restart", "--force" if how == "fast" else "-m", *([] if how == "fast" else [how])],
                           capture_output=True, text=True, timeout=120)
        if p.returncode != 0:
            raise RuntimeError(f"pg_ctlcluster: {p.stdout}{p.stderr}")
        wait_for(lambda: subprocess.run(["pg_isready", "-q", "-d", POSTGRES]).returncode == 0, 60)
    return act


def away():
    """Nobody is let in for a while: what people and the monitoring then see."""
    name = re.search(r"dbname=(\S+)", site.conninfo).group(1)
    psql(POSTGRES, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false;\nSELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'")
    client = Client(site.port)
    seen = [client.ask(get(path))[::2] for path in ("/healthz", site.places[0].base + "/alles", "/quickscan") for _ in range(3)]
    client.close()
    psql(POSTGRES, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    health, pages = seen[:3], seen[3:6]
    check("postgres away: /healthz says so", all(s == 503 for s, _ in health), health)
    check("postgres away: a page says what is wrong and what to do", all(s in (500, 503) and b"try again" in b.lower() or b"wait a moment" in b.lower() for s, b in pages),
          [(s, b[:300]) for s, b in pages])
    check("postgres away: no answer shows an error of the database", not any(re.search(rb"FATAL|postgres|SQLSTATE|connection to", b) for _, b in seen), seen)


disturbed("connections ended", end_connections)
disturbed("away", away)
if cluster() is None:
    skip("postgres restarted", "this PostgreSQL is not one of pg_lsclusters")
else:
    disturbed("restarted", restart("fast"))
    disturbed("crashed", restart("immediate"))

lost, half, untrue = compare(site, writers)
answered = sum(w.answered for w in writers)
check(f"postgres: {answered} answered writes, {len(lost)} lost, {len(half)} half", answered and not lost and not half, *few(lost), *few(half))
check("postgres: what people were told was not saved is not there", not untrue, *few(untrue))
odd = [u for w in writers for u in w.unexpected]
check("postgres: no other answer than saved or refused", not odd, *few(odd))
codes = [s for w in writers for s, _ in w.refusals]
unknown = site.errors(everything=True).count("commit: the connection to PostgreSQL is lost")
check(f"postgres: who is refused is told to try again (503), but for {unknown} whose COMMIT got no answer",
      codes and set(codes) <= {500, 503} and codes.count(500) <= unknown, {c: codes.count(c) for c in set(codes)})
wrong = site.verify()
check("postgres: verify finds nothing", wrong is None, wrong)
check("postgres: stops in good order", site.stop() == 0, site.errors())
finish()
