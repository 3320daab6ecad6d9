"""PostgreSQL goes away under load: every connection ended, the server restarted in good order, the server crashed. People
are told, nothing that was answered is lost, and it goes on by itself."""
import sys
from fault import *

SCANS, SHEETS, MEMBERS = 12, 4, 4
DATA = os.environ.get("KAPSTOK_TEST_POSTGRES_DATA", "")
site = Site("postgres")
site.start()
site.seed(SCANS, MEMBERS)
writers = writers_for(site.places, site.members, SHEETS)


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
    """In good order (fast: who is connected is thrown out) or as if it crashed (immediate)."""
    def act():
        owner = os.stat(DATA)
        command = ["pg_ctl", "-D", DATA, "-w", "-t", "120", "-m", how, "restart"]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", *command]
        # What it writes goes to a file: the new server would hold a pipe open.
        with open(work / "pg_ctl.log", "w+") as log:
            code = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", timeout=200,
                                  env={**os.environ, "PATH": f"/usr/lib/postgresql/15/bin:{os.environ['PATH']}"}).returncode
            log.seek(0)
            if code != 0:
                raise RuntimeError(f"pg_ctl: {log.read()}")
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
    check("postgres away: nobody is blamed for it", all(b"the database behind it does not answer" in b and b"too many requests" not in b for s, b in pages),
          [(s, b[:300]) for s, b in pages])
    check("postgres away: no answer shows an error of the database", not any(re.search(rb"FATAL|postgres|SQLSTATE|connection to", b) for _, b in seen), seen)


def end_waiting(event):
    """Ends whoever waits for this event within a COMMIT. Whether there was one."""
    return psql(POSTGRES, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'kapstok'"
                f" AND query = 'COMMIT' AND wait_event = '{event}'") != [("0",)]


def within_commit(name, event, prepare, tidy, stored):
    """The connection breaks while the COMMIT is under way: before it counts, or after. Who saved hears in either case that
    nobody can tell, and nothing is saved twice."""
    prepare()
    client, place = Client(site.port), site.places[0]
    saves = [(Autosaver(place), "our script"), (SheetWriter(site.places[1]), "a page"), (Autosaver(site.members[0]), "a member")]
    heard = []
    for w, who in saves:
        edit, request = w.next()
        client.send(request)
        if not wait_for(lambda: end_waiting(event)):
            not_ok(f"postgres within commit, {name}: {who} is caught in the act", site.errors())
        heard.append(client.receive())
    client.close()
    tidy()
    check(f"postgres within commit, {name}: 503, and that nobody can tell",
          all(s == 503 and (b'"outcome-unknown"' in b or b"We could not check whether this was saved. Reload the page to see what is stored." in b)
              and b"Nothing was saved" not in b and "retry-after" not in h.lower() for s, h, b in heard), [(s, b[:600]) for s, h, b in heard])
    n = [site.rows(f"SELECT count(*) FROM scan_history WHERE sheet_id = {w.place.sheet}")[0][0] for w, _ in saves]
    expected = [1, len(saves[1][0].place.statements), 1] if stored else [0, 0, 0]
    check(f"postgres within commit, {name}: it is {'there' if stored else 'not there'}, and once", n == expected, n, expected)
    site.script(f"DELETE FROM scan_answer WHERE sheet_id IN ({','.join(str(w.place.sheet) for w, _ in saves)});\n"
                f"UPDATE scan_sheet SET answered = 0 WHERE id IN ({','.join(str(w.place.sheet) for w, _ in saves)});\nDELETE FROM scan_tally;\n")


def late_trigger():
    """The last thing of the transaction, at its COMMIT, takes long."""
    site.script("CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END';\n"
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON scan_answer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late();\n")


def no_trigger():
    site.script("DROP TRIGGER late ON scan_answer;\nDROP FUNCTION late();\n")


def standby(name):
    """The COMMIT counts, and waits for a second server that does not exist."""
    def act():
        psql(POSTGRES, f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        psql(POSTGRES, "SELECT pg_reload_conf()")
        wait_for(lambda: psql(POSTGRES, "SHOW synchronous_standby_names") == ([(name,)] if name else []))
        time.sleep(0.2)
    return act


within_commit("before it counts", "PgSleep", late_trigger, no_trigger, False)
within_commit("after it counts", "SyncRep", standby("nobody"), standby(""), True)
disturbed("connections ended", end_connections)
disturbed("away", away)
if DATA == "":
    skip("postgres restarted, postgres crashed", "KAPSTOK_TEST_POSTGRES_DATA is not set")
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
unsure = sum(len(w.unsure_of) for w in writers)
unknown = site.errors(everything=True).count("commit: the connection to PostgreSQL is lost")
check(f"postgres: who is refused is told to try again (503); {unsure} whose COMMIT got no answer, that nobody can tell",
      codes and set(codes) <= {503} and unsure <= unknown, {c: codes.count(c) for c in set(codes)}, unsure, unknown)
wrong = site.verify()
check("postgres: verify finds nothing", wrong is None, wrong)
check("postgres: stops in good order", site.stop() == 0, site.errors())
finish()
