"""Twelve people answer an anonymous question over the wire, and somebody collects whatever he can of it: copies of the files, a backup and
an export of while it was open and of after it closed, and the log of the server. usage: ballot.py URL LOG DATA DATABASE, where DATABASE
is the address of a PostgreSQL database, or empty. Begins with a demo that is served."""
import base64
import collections
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

url, log, where, database = sys.argv[1:5]
program = os.environ["KAPSTOK"]
postgres = database != ""
PEOPLE = 12
ANSWERS = ["narrow", "right", "wide"]
failures = 0


def check(name, good, *more):
    global failures
    failures += not good
    print(("ok - " if good else "not ok - ") + name)
    for line in more if not good else ():
        print("#", line)


def sql(text):
    command = ["psql", "-qAtX", database, "-c", text] if postgres else ["sqlite3", "-cmd", ".timeout 5000", where + "/kapstok.db", text]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def blob(raw):
    return f"'\\x{raw.hex()}'" if postgres else f"X'{raw.hex()}'"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


browser = urllib.request.build_opener(Stay)


def ask(path, cookies, fields=None):
    request = urllib.request.Request(url + path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
    if fields is not None:
        request.data = urllib.parse.urlencode(fields).encode()
    try:
        answer = browser.open(request)
    except urllib.error.HTTPError as e:
        answer = e
    for line in answer.headers.get_all("Set-Cookie") or []:
        name, value = line.split(";")[0].split("=", 1)
        cookies[name] = value
    return answer.status, answer.read().decode()


def send(path, cookies, **fields):
    """Posts the form of the page it stands on, with what it hides."""
    page = "/".join(path.split("/")[:-1]) if path.split("/")[-1] in ("vragen", "sluiten", "tonen") else path
    html = ask(page, cookies)[1]
    form = re.search(r'<form[^>]*action="%s".*?</form>' % re.escape(path), html, re.S)
    if form is None:
        return 0, html
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0]))
    return ask(path, cookies, {**hidden, **fields})


# ---- the people -------------------------------------------------------------------------------------------

now = int(time.time() * 1000)
group, trajectory = sql("SELECT min(g.id) || ' ' || min(g.trajectory_id) FROM group_group g WHERE g.organisation_id = 1").split()
people = []
for i in range(PEOPLE):
    cookie = "a%042d" % i
    user = 7000 + i
    # The first leads: roles are bits, 2 a member, 4 a guide.
    sql(f"INSERT INTO account_user (id, name, mail, lang, created_at) VALUES ({user}, 'Person {i}', 'p{i}@a.example', 'en', {now})")
    sql(f"INSERT INTO organisation_member (id, organisation_id, user_id, roles, invited_at) VALUES ({user}, 1, {user}, {6 if i == 0 else 2}, {now})")
    sql(f"INSERT INTO account_login (hash, user_id, created_at, expires_at) VALUES "
        f"({blob(hashlib.blake2b(cookie.encode(), digest_size=32).digest())}, {user}, {now}, {now + 10**9})")
    sql(f"INSERT INTO group_seat (group_id, member_id, begins_on) VALUES ({group}, {user}, 20000)")
    people.append({"kapstok-login": cookie})
path = f"/organisatie/1/traject/{trajectory}/groep/{group}/breedte"
status, html = ask(path, people[0])
check("the question's page is there", status == 200, path, status)
day = datetime.date.today() + datetime.timedelta(days=7)
status, html = send(path + "/vragen", people[0], due_on=day.isoformat())
check("it is asked", status == 303, status, html[-2000:])
question = sql("SELECT max(id) FROM ballot_question")

# ---- answering, in an order that the thief knows --------------------------------------------------------------

order = [i * 5 % PEOPLE for i in range(PEOPLE)]
given = {i: ANSWERS[(i * i + 1) % 3] for i in order}
for i in order:
    status, html = send(path, people[i], answer=given[i])
    check(f"answer {i}", status == 303, status, html[-2000:])
check("all have answered", sql(f"SELECT count(*) FROM ballot_voter WHERE voted = 1 AND question_id = {question}") == str(PEOPLE))


def collect(moment):
    subprocess.run([program, "backup", f"backup-{moment}", "--data", where], check=True, capture_output=True)
    with open(f"export-{moment}.json", "wb") as f:
        f.write(subprocess.run([program, "export", "--org", "1", "--data", where], check=True, capture_output=True).stdout)


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return b""


def stored():
    """Everything that the engine keeps, but for the log of PostgreSQL: docs/security.md says what that one tells."""
    if not postgres:
        return {name: read(f"{where}/{name}") for name in ("kapstok.db", "kapstok.db-wal", "kapstok.db-shm")}
    sql("CHECKPOINT")
    files = {}
    for folder, _, names in os.walk(os.environ["KAPSTOK_TEST_POSTGRES_DATA"] + "/base"):
        for name in names:
            files[folder + "/" + name] = read(folder + "/" + name)
    return files


collect("open")
hexed = "encode(key, 'hex')" if postgres else "hex(key)"
keys = [bytes.fromhex(k) for k in sql(f"SELECT {hexed} FROM ballot_ballot WHERE question_id = {question}").split()]
check("twelve keys", len(keys) == PEOPLE)
check("while it is open its keys are in the files", all(any(k in f for f in stored().values()) for k in keys))

# ---- after closing ---------------------------------------------------------------------------------------------

status, html = send(path + "/sluiten", people[0])
check("it closes", status == 303, status)
until = time.monotonic() + 30
while sql(f"SELECT swept FROM ballot_question WHERE id = {question}") != "1" and time.monotonic() < until:
    time.sleep(0.1)
check("the server mixes it by itself", sql(f"SELECT swept FROM ballot_question WHERE id = {question}") == "1")
check("no ballot is left", sql(f"SELECT count(*) FROM ballot_ballot WHERE question_id = {question}") == "0")
counted = collections.Counter(given.values())
check("they were counted", sql(f"SELECT counted FROM ballot_option WHERE question_id = {question} ORDER BY position").split()
      == [str(counted[a]) for a in ANSWERS])
collect("closed")
found = [name for name, content in stored().items() if any(k[:16] in content or k[16:] in content for k in keys)]
check("no key is left in any file", not found, *found)


def backup(moment):
    if not postgres:
        return read(f"backup-{moment}")
    dump = subprocess.run(["pg_restore", "-f", "-", f"backup-{moment}"], check=True, capture_output=True).stdout.decode()
    return b"".join(bytes.fromhex(k) for k in re.findall(r"\\\\x([0-9a-f]{64})", dump))


check("a backup of while it was open has them", all(k in backup("open") for k in keys))
check("one of now has none", not any(k in backup("closed") for k in keys))
def exported(moment):
    """The ballots of our question in an export: the newest about the width of a group. The demo has a live session with others."""
    tables = json.loads(read(f"export-{moment}.json"))
    tables = tables.get("tables", tables)
    ours = max(i for i, q in enumerate(tables["ballot_question"], 1) if q["kind"] == "group.width")
    return [r for r in tables.get("ballot_ballot", []) if r["question_id"] == ours]


check("nor in an export", exported("closed") == [])
rows = exported("open")
check("an export of while it was open has them", len(rows) == PEOPLE)
check("in the order of their keys", [r["key"] for r in rows] == [base64.urlsafe_b64encode(k).decode().rstrip("=") for k in sorted(keys)])
check("and says nothing of voters beside them", all(set(r) == {"question_id", "part", "key", "choice"} for r in rows))

# ---- the log ---------------------------------------------------------------------------------------------------

lines = [l for l in read(log).decode().splitlines() if "breedte" in l and "POST" in l]
same = {re.sub(r"\b(work_)?us=\d+", "", l) for l in lines if "vragen" not in l and "sluiten" not in l}
check("the log has a line for each answer", len(lines) >= PEOPLE, len(lines))
check("and each is like the others", len(same) == 1, *same)
text = read(log).decode()
check("no name, cookie or answer is in it", not any(w in text for w in ("Person", "p1@", "a0000", "narrow", "wide", "7003")))
sys.exit(failures > 0)
