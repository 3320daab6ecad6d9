#!/usr/bin/env python3
"""make bench: prints one line a figure, `bench NAME ours=… bare=… ratio=…`. Ours and bare take turns three times in one
call, medians count. bench.py [NAME …] runs those only. `bench.py seed` makes the data, leaves it and says how to serve it:
for a profiler."""
import hashlib, http.client, json, os, re, secrets, shutil, signal, socket, sqlite3, statistics, subprocess, sys, tempfile, time
from pathlib import Path

import join, live

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
KAPSTOK = Path(os.environ.get("KAPSTOK", ROOT / "build" / "kapstok"))
ROUNDS = 3
SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
CONNECTIONS = 64
SHEETS = int(os.environ.get("BENCH_SHEETS", "90000"))  # fresh scans for submissions
FRESH = 2000       # scans that the autosaves of one round go to
SHARED = ROUNDS * FRESH
STATEMENTS = 96
only = sys.argv[1:]
work = Path(tempfile.mkdtemp(prefix="kapstok bench "))
children = []


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(command, port):
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(work / "log", "a"))
    children.append(p)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return p
        except OSError:
            if p.poll() is not None:
                sys.exit(f"{command[0]} did not start: see {work}/log\n" + (work / "log").read_text()[-2000:])
            time.sleep(0.02)
    sys.exit("no answer on the port")


def stop(p):
    p.send_signal(signal.SIGTERM)
    p.wait(20)
    children.remove(p)


def wrk(port, path, script=None, arguments=(), seconds=SECONDS):
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]
    if script:
        command[1:1] = ["-s", str(HERE / script)]
        command += ["--"] + [str(a) for a in arguments]
    out = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    errors = re.search(r"errors (\d+)", out)
    if errors and int(errors.group(1)) > 0:
        sys.exit(f"{path}: {errors.group(1)} requests failed\n{out}")
    total = int(re.search(r"(\d+) requests in", out).group(1))
    return rate, total


def pack_of_96():
    """The government pack as a far newer version with 96 statements: bench only."""
    import copy
    text = (ROOT / "content" / "government.yaml").read_text()
    head, body = text.split("\nstatements:\n", 1)
    head = re.sub(r"^version: .*$", "version: 100000", head, flags=re.M)
    entries = re.split(r"(?m)^(?=  - id: )", body)
    entries = [e for e in entries if e.startswith("  - id")]
    entries = [re.sub(r"(?m)^    condition:.*\n", "", e) for e in entries]
    light = [i for i, e in enumerate(entries) if "\n    light: true" in e]  # at least one a theme
    others = [i for i in range(len(entries)) if i not in set(light)][:STATEMENTS - len(light)]
    out = [re.sub(r"(?m)^    light: .*$", "    light: true", entries[i]) for i in sorted(light + others)]
    folder = work / "packs"
    folder.mkdir()
    (folder / "government.yaml").write_text(head + "\nstatements:\n" + "".join(out))
    ids = re.findall(r"(?m)^  - id: (\S+)", "".join(out))
    assert len(ids) == STATEMENTS, len(ids)
    return folder, ids


def blake(token):
    return hashlib.blake2b(token.encode(), digest_size=32).digest()


def seed(data, ids):
    db = sqlite3.connect(data / "kapstok.db")
    now = int(time.time() * 1000)
    keys = [secrets.token_urlsafe(32) for _ in range(SHEETS + SHARED)]
    db.executemany(
        "INSERT INTO scan_round (id, key_hash, title, pack, version, variant, profile, mode, state, type, country, size, created_at)"
        " VALUES (?, ?, 'Quickscan', 'government', 100000, 'light', '', 'single', 'open', 'be-gemeente', 'BE', '', ?)",
        [(i + 1, blake(k), now) for i, k in enumerate(keys)])
    db.executemany("INSERT INTO scan_sheet (id, round_id, member_id, changed_at) VALUES (?, ?, 0, ?)",
                   [(i + 1, i + 1, now) for i in range(len(keys))])
    (work / "keys").write_text("\n".join(keys) + "\n")
    (work / "statements").write_text("\n".join(ids) + "\n")
    # An organisation with thirty fillers.
    cookie = secrets.token_urlsafe(32)
    db.execute("INSERT INTO organisation_organisation (id, name, type, country, place, lang, created_at) VALUES (1, 'Olmenrode', 'be-gemeente', 'BE', '', 'nl_BE', ?)", (now,))
    rid = len(keys) + 1
    db.execute("INSERT INTO scan_round (id, organisation_id, title, pack, version, variant, profile, mode, state, type, country, size, created_at)"
               " VALUES (?, 1, 'Najaar', 'government', 100000, 'light', '', 'alone', 'open', 'be-gemeente', 'BE', '', ?)", (rid, now))
    tally = {s: [0, 0, 0, 0, 0] for s in ids}
    for m in range(1, 31):
        db.execute("INSERT INTO account_user (id, name, mail, lang, created_at) VALUES (?, ?, ?, 'nl_BE', ?)", (m, f"Lid {m}", f"lid{m}@olmenrode.example", now))
        db.execute("INSERT INTO organisation_member (id, organisation_id, user_id, roles, invited_at) VALUES (?, 1, ?, ?, ?)", (m, m, 6 if m == 1 else 2, now))
        sheet = len(keys) + m
        db.execute("INSERT INTO scan_sheet (id, round_id, member_id, answered, changed_at) VALUES (?, ?, ?, ?, ?)", (sheet, rid, m, len(ids), now))
        for i, s in enumerate(ids):
            a = (i * 7 + m * (i % 5)) % 4
            mark = (i + m) % 11 == 0
            tally[s][a] += 1
            tally[s][4] += mark
            row = (sheet, s, a + 1, 2 if mark else 0, "een notitie" if (i + m) % 50 == 0 else None, 1, now)
            db.execute("INSERT INTO scan_answer (sheet_id, statement, answer, flags, note, edit, at) VALUES (?,?,?,?,?,?,?)", row)
    db.executemany("INSERT INTO scan_tally (round_id, statement, yes, no, dont_know, not_applicable, bookmarks) VALUES (?,?,?,?,?,?,?)",
                   [(rid, s, *t) for s, t in tally.items()])
    db.execute("INSERT INTO account_login (hash, user_id, created_at, expires_at) VALUES (?, 1, ?, ?)", (blake(cookie), now, now + 86400000))
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    (work / "member").write_text(f"kapstok-login={cookie}\n")
    return keys, rid


def visitor(port, key):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", f"/quickscan/{key}/alles")
    r = c.getresponse()
    page = r.read().decode()
    cookie = re.search(r"kapstok-visitor=[^;]+", r.headers["Set-Cookie"]).group(0)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
    (work / "cookie").write_text(cookie + "\n")
    (work / "csrf").write_text(csrf + "\n")
    return csrf, len(page.encode())


def enter(port, link):
    """The login cookie that a sign-in link gives."""
    path = "/" + link.split("/", 3)[3]
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", path)
    r = c.getresponse()
    page = r.read().decode()
    visitor_cookie = r.headers["Set-Cookie"].split(";")[0]
    csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
    c.request("POST", path, f"csrf={csrf}", {"Cookie": visitor_cookie, "Content-Type": "application/x-www-form-urlencoded"})
    r = c.getresponse()
    r.read()
    return next(v for k, v in r.getheaders() if k.lower() == "set-cookie" and v.startswith("kapstok-login=")).split(";")[0]


def size_of(port, path, cookie):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", path, headers={"Cookie": cookie})
    r = c.getresponse()
    body = r.read()
    if r.status != 200:
        sys.exit(f"GET {path} gave {r.status}\n{body.decode()[:2000]}")
    return len(body)


def report(name, ours, bare, aim):
    o, b = statistics.median(ours), statistics.median(bare)
    print(f"bench {name} ours={o:.0f}/s bare={b:.0f}/s ratio={o / b:.3f} aim={aim} "
          f"(ours {min(ours):.0f}..{max(ours):.0f}, bare {min(bare):.0f}..{max(bare):.0f})", flush=True)


def report_pdf():
    """The processor time of a report for a council, with pango, cairo and libqpdf loaded once."""
    program = KAPSTOK.parent / "test" / "bench" / "report"
    subprocess.run([program, "pdf", work / "report.pdf"], check=True)
    pages = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", work / "report.pdf"], capture_output=True, text=True).stdout)
    times = [float(line.split()[0]) for line in subprocess.run([program, "pdf"], capture_output=True, text=True, check=True).stdout.splitlines()]
    print(f"bench report_pdf ours={statistics.median(times):.0f}ms pages={pages.group(1)} aim=500ms "
          f"(first {times[0]:.0f}ms, {(work / 'report.pdf').stat().st_size // 1024} KB)", flush=True)


CLIENTS = int(os.environ.get("BENCH_CLIENTS", "5000"))


def crowd(p, port, stream, post, body, *more, post_cookie="", cookie="", counter="notes="):
    """5,000 clients look at one room of the server p while 200 writes a second move it. Which room that is, is told by addresses:
    a stream whose fragment counts the writes behind `counter`, and a POST that adds one."""
    program = KAPSTOK.parent / "test" / "bench" / "room"
    subprocess.run([str(program), "--address", f"127.0.0.1:{port}", "--stream", stream, "--post", post, "--body", body,
                    "--post-cookie", post_cookie, "--cookie", cookie, "--counter", counter, "--pid", str(p.pid),
                    "--clients", str(CLIENTS), "--seconds", str(max(SECONDS, 10)), *more], check=True)


def session(anonymous):
    """A live session: all phones have joined and look at an open choice whose result is shown, and others answer it, each once."""
    data, port = work / f"session {anonymous}", free_port()
    serve = [str(KAPSTOK), "serve", "--data", str(data), "--log", "warn", "--listen", f"127.0.0.1:{port}"]
    stop(start(serve, port))
    db = sqlite3.connect(data / "kapstok.db")
    db.executescript("BEGIN;" + live.rows(lambda b: f"x'{b.hex()}'", CLIENTS, anonymous) + "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    db.close()
    p = start(serve, port)
    guide = live.Guide(port)
    guide.act("start")
    guide.act("open", live.FIRST)
    for i in range(CLIENTS - 10, CLIENTS):  # without names nothing shows of fewer than five
        phone = live.Person(port, live.phone_cookie(i))
        phone.get(live.ROOM)
        phone.post(f"{live.ROOM}/antwoord", live.answer(live.FIRST, i % 3))
    guide.act("reveal", live.FIRST)
    (work / "phones").write_text("".join(live.phone_cookie(i) + "\n" for i in range(CLIENTS)))
    crowd(p, port, f"{live.ROOM}/beeld", f"{live.ROOM}/antwoord", f"csrf={phone.csrf}{live.answer(live.FIRST, 1, 1)}", "--phones", str(work / "phones"),
          "--partial", "--name", "session_secret" if anonymous else "session", *(["--batches"] if anonymous else []),
          post_cookie=f"kapstok-visitor={phone.cookies['kapstok-visitor']}", counter='muted small">')
    stop(p)


def hall():
    """Everybody in a hall scans the code within a few seconds."""
    data, port = work / "hall", free_port()
    serve = [str(KAPSTOK), "serve", "--data", str(data), "--log", "error", "--listen", f"127.0.0.1:{port}"]
    stop(start(serve, port))
    db = sqlite3.connect(data / "kapstok.db")
    db.executescript("BEGIN;" + live.rows(lambda b: f"x'{b.hex()}'", 0) + "COMMIT;")
    db.close()
    p = start(serve, port)
    live.Guide(port).act("start")
    if not join.report("sqlite", port, CLIENTS, 12):
        sys.exit("not everybody got in")
    stop(p)


def room():
    """The rooms of src/http alone, on a site that has nothing else; with a fragment of 60 bytes, and with one of 4 KB."""
    for pieces in (0, 64):
        port = free_port()
        p = start([str(KAPSTOK.parent / "test" / "bench" / "room_site"), str(port), str(pieces)], port)
        c = http.client.HTTPConnection("127.0.0.1", port)
        c.request("GET", "/")
        r = c.getresponse()
        page = r.read().decode()
        cookie = r.headers["Set-Cookie"].split(";")[0]
        csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
        for _ in range(8):  # what the first requests take for good is not the crowd's
            c.request("GET", "/kamer/1/kijkers")
            c.getresponse().read()
        crowd(p, port, "/kamer/1", "/kamer/1", f"csrf={csrf}&text=x", post_cookie=cookie)
        stop(p)


def wanted(name):
    return not only or name in only


def main():
    if wanted("report_pdf"):
        report_pdf()
    if wanted("room"):
        room()
    if wanted("session"):
        session(False)
        session(True)
    if wanted("join"):
        hall()
    if only and set(only) <= {"report_pdf", "room", "session", "join"}:
        return
    subprocess.run(["cc", "-O2", "-o", str(work / "bare"), str(HERE / "bare.c"), "-lmicrohttpd", "-lsqlite3", "-lpthread"], check=True)
    folder, ids = pack_of_96()
    data = work / "data"
    base = [str(KAPSTOK), "serve", "--data", str(data), "--packs", str(folder), "--log", "warn"]
    port = free_port()
    stop(start(base + ["--listen", f"127.0.0.1:{port}"], port))  # migrates
    empty = work / "empty.db"
    db = sqlite3.connect(data / "kapstok.db")
    db.execute("VACUUM INTO ?", (str(empty),))
    db.close()
    keys, rid = seed(data, ids)
    if only == ["seed"]:
        print("serve:", *(f"'{w}'" for w in base), "--listen 127.0.0.1:18090")
        print(f"results: /organisatie/1/scan/{rid}/resultaat with the cookie in '{work}/member'")
        print(f"sheet: /quickscan/{keys[0]}/alles")
        return True
    ours = start(base + ["--listen", f"127.0.0.1:{port}"], port)
    csrf, page_bytes = visitor(port, keys[0])
    answers = ["yes", "no", "dont_know", "not_applicable"]
    (work / "sheet").write_text(f"csrf={csrf}" + "".join(
        f"&edit%5B{s}%5D=0&answer%5B{s}%5D={answers[i % 4]}" for i, s in enumerate(ids)))

    def against_http(name, aim, path, script, arguments, bytes_, shift=None):
        bare_port, mine, theirs = free_port(), [], []
        bare = start([str(work / "bare"), "http", str(bare_port), str(bytes_)], bare_port)
        for i in range(ROUNDS):
            a = arguments(i)
            mine.append(wrk(port, path, script, a)[0])
            theirs.append(wrk(bare_port, path, script, a)[0])
        stop(bare)
        report(name, mine, theirs, aim)

    if wanted("submission"):
        mine, theirs, used = [], [], 0
        share = SHEETS // ROUNDS
        for i in range(ROUNDS):
            rate, total = wrk(port, "/", "submit.lua", (work, i * share, share))
            if total > share:
                sys.exit("more submissions than fresh scans: raise SHEETS")
            mine.append(rate)
            bare_db = work / "bare.db"
            shutil.copy(empty, bare_db)
            db = sqlite3.connect(bare_db)
            n = max(2000, total)
            db.execute("INSERT INTO scan_round (id, title, pack, version, variant, profile, mode, state, created_at) VALUES (1,'x','government',1,'light','','single','open',0)")
            db.executemany("INSERT INTO scan_sheet (id, round_id, member_id, changed_at) VALUES (?, 1, ?, 0)", [(k, k) for k in range(1, n + 1)])
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
            out = subprocess.run([str(work / "bare"), "sqlite", str(bare_db), str(n)], capture_output=True, text=True, check=True)
            theirs.append(float(out.stdout))
            for leftover in work.glob("bare.db*"):
                leftover.unlink()
        report("submission", mine, theirs, 0.6)
    if wanted("scan_page"):
        (work / "visitor").write_text((work / "cookie").read_text())
        against_http("scan_page", 0.5, f"/quickscan/{keys[-1]}/alles", "get.lua", lambda i: (work, "visitor"), page_bytes)
    if wanted("autosave"):
        against_http("autosave", 0.2, "/", "autosave.lua", lambda i: (work, SHEETS + i * FRESH, FRESH, 1), 100)
    if wanted("results_page"):
        path = f"/organisatie/1/scan/{rid}/resultaat"
        n = size_of(port, path, (work / "member").read_text().strip())
        against_http("results_page", 0.2, path, "get.lua", lambda i: (work, "member"), n)
    if wanted("trajectory_page"):
        # The demo municipality's: nine steps, forty documents, everything that a year and a half leaves behind.
        demo, demo_port = work / "demo", free_port()
        said = subprocess.run([str(KAPSTOK), "demo", "--data", str(demo)], capture_output=True, text=True, check=True).stdout
        other = start([str(KAPSTOK), "serve", "--data", str(demo), "--log", "warn", "--listen", f"127.0.0.1:{demo_port}"], demo_port)
        cookie = enter(demo_port, re.search(r"http\S+/binnen/\S+", said).group(0))
        (work / "guide").write_text(cookie + "\n")
        page = "/organisatie/1/traject/1"
        n = size_of(demo_port, page, cookie)
        port, kept = demo_port, port
        against_http("trajectory_page", 0.02, page, "get.lua", lambda i: (work, "guide"), n)
        port = kept
        stop(other)
    with open(f"/proc/{ours.pid}/status") as f:
        rss = int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))
    print(f"bench memory ours={rss / 1024:.1f}MB (after the load above)")
    stop(ours)
    if wanted("start"):
        times = []
        for _ in range(5):
            began = time.monotonic()
            p = subprocess.Popen(base + ["--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            children.append(p)
            while True:
                try:
                    c = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
                    c.request("GET", "/healthz")
                    if c.getresponse().status == 200:
                        break
                except OSError:
                    time.sleep(0.002)
            times.append(time.monotonic() - began)
            with open(f"/proc/{p.pid}/status") as f:
                rest = int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))
            stop(p)
        size = (data / "kapstok.db").stat().st_size / 1e6
        print(f"bench start ours={statistics.median(times) * 1000:.0f}ms data={size:.0f}MB aim=200ms memory_at_rest={rest / 1024:.1f}MB aim=30MB")


keep = False
try:
    keep = main()
finally:
    for p in children:
        p.kill()
    if not keep:
        shutil.rmtree(work, ignore_errors=True)
