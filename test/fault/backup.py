"""Backups while people save, put back elsewhere: each is a moment that really was, and nothing in it is torn."""
import copy, sys
from fault import *

SCANS, SHEETS, MEMBERS = 12, 4, 4
BACKUPS = 3


def tables(site):
    """{table: (rows, hash over all of them)}; what `kapstok backup` itself notes afterwards is left out."""
    result = {}
    if site.engine == "postgres":
        for (name,) in site.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"):
            result[name] = site.rows(f"SELECT count(*), coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\")), '') FROM {name} t WHERE {OWN.get(name, 'true')}")[0]
        return result
    for (name,) in site.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"):
        lines = sorted(map(repr, site.rows(f"SELECT * FROM {name} WHERE {OWN.get(name, 'true')}")))
        result[name] = len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return result


OWN = {"admin_setting": "name <> 'backup.last'", "admin_audit": "action <> 'backup'"}


def add_evidence(site):
    """A file of 700 KB, so that hashes of files are compared too."""
    p = site.members[0]
    content = hashlib.sha256(b"x").digest() * 22000
    edge = "----edge"
    body = (f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{p.csrf}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plan.txt"\r\nContent-Type: text/plain\r\n\r\n').encode() \
        + content.hex().encode()[:700000] + f"\r\n--{edge}--\r\n".encode()
    c = Client(site.port)
    status, head, text = c.ask((f"POST {p.base}/bewijs/{p.statements[0]} HTTP/1.1\r\nHost: localhost\r\nCookie: {p.cookie}\r\nAccept-Language: en\r\n"
                                f"Content-Type: multipart/form-data; boundary={edge}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
    c.close()
    check(f"backup {site.engine}: a file of evidence is stored", status == 303, status, text[:1500])


def copy_of(site, number):
    return str(work / f"{site.engine} copy {number}")


def back_up(site, number):
    code, out, err = site.run("backup", copy_of(site, number))
    return check(f"backup {site.engine} {number}: made beside the running server", code == 0, out, err)


def put_back(site, number):
    """A new installation out of the copy."""
    other = Site(site.engine, f"restored {number}")
    code, out, err = other.run("restore", copy_of(site, number))
    check(f"backup {site.engine} {number}: put back elsewhere", code == 0, out, err)
    wrong = other.verify()
    check(f"backup {site.engine} {number}: verify finds nothing", wrong is None, wrong)
    return other


def run(engine):
    site = Site(engine)
    site.start()
    site.seed(SCANS, MEMBERS)
    add_evidence(site)
    writers = writers_for(site.places, site.members, SHEETS)
    load = Load(site, writers, patient=True)
    for number in range(1, BACKUPS + 1):
        goal = load.answered() + 150
        wait_for(lambda: load.answered() > goal)
        before = [set(w.told) for w in writers]
        saved = load.answered()
        made = back_up(site, number)
        during = load.answered() - saved
        after = [set((w.sent if isinstance(w, Autosaver) else w.pattern).copy()) for w in writers]
        if not made:
            continue
        other = put_back(site, number)
        # In the copy: all that was answered before it began, whole; and nothing that was sent after it ended.
        then = [copy.copy(w) for w in writers]  # the threads go on with the originals
        for w, told in zip(then, before):
            w.told = told
        lost, half, untrue = compare(other, then)
        check(f"backup {engine} {number}: {sum(map(len, before))} earlier writes, {len(lost)} lost, {len(half)} half", not lost and not half, *few(lost), *few(half))
        there = {}
        for sheet, statement, edit in other.rows("SELECT sheet_id, statement, edit FROM scan_history"):
            there.setdefault(sheet, set()).add((statement, edit))
        late = [at for w, sent in zip(writers, after) for at in there.get(w.place.sheet, ())
                if (at if isinstance(w, Autosaver) else at[1]) not in sent]
        check(f"backup {engine} {number}: nothing of later, though {during} writes were answered meanwhile", not late and not untrue, late[:5], *few(untrue))
    load.stop()
    refused = sum(len(w.refused) for w in writers)
    odd = [u for w in writers for u in w.unexpected]
    check(f"backup {engine}: people saved on meanwhile ({load.answered()} saved, {refused} refused)", load.answered() > 450 and not odd, *few(odd))

    site.stop()
    if back_up(site, 9):
        other = put_back(site, 9)
        mine, theirs = tables(site), tables(other)
        differ = [f"{t}: {mine.get(t)} and {theirs.get(t)}" for t in sorted(set(mine) | set(theirs)) if mine.get(t) != theirs.get(t)]
        rows = sum(n for n, _ in mine.values())
        check(f"backup {engine}: {len(mine)} tables, {rows} rows, the same counts and hashes after putting back", rows > 1000 and not differ, *few(differ))
        other.start()
        status = Client(other.port).ask(get(site.places[0].base + "/resultaat"))[0]
        check(f"backup {engine}: the restored installation serves", status == 200, status)
        code, out, err = other.run("restore", "--force", copy_of(site, 9))
        check(f"backup {engine}: restore refuses while it runs", code != 0 and len(err.strip().split("\n")) == 1, f"code {code}", out, err)
        other.stop()


for engine in ENGINES:
    run(engine)
finish()
