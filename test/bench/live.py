"""A live session of the real program, for the bench and the fault tests: an organisation with a guide, a session with one choice
on its agenda, phones that joined, and the guide who leads it over HTTP as the desk does."""
import hashlib, http.client, re, time

FIRST = 1_000_000  # ids of these rows: far from those that the program gives
CODE = "K7WMPD3X"
ROOM = "/deelnemen/K7WM-PD3X"
DESK = f"/organisatie/{FIRST}/sessie/{FIRST}/regie"
QUESTIONS = FIRST + 12  # the last item: a question from 1 to 5, and one in words
OPTIONS = ["Energie", "Mobiliteit", "Aankopen", "Groen", "Mensen"]


def secret_of(name):
    return hashlib.blake2b(name.encode(), digest_size=32).hexdigest()[:43]


def digest(text):
    return hashlib.blake2b(text.encode(), digest_size=32).digest()


def phone_cookie(i):
    return f"kapstok-telefoon={secret_of(f'phone {i}')}"


GUIDE = f"kapstok-login={secret_of('guide')}"


def rows(blob, phones, anonymous=False):
    """The SQL that makes it; blob writes bytes as the engine wants them. phones: how many are in the room already."""
    now = int(time.time() * 1000)
    n = FIRST
    sql = [
        f"INSERT INTO organisation_organisation (id, name, type, country, place, lang, created_at) VALUES ({n}, 'Olmenrode', 'be-gemeente', 'BE', '', 'nl_BE', {now})",
        f"INSERT INTO account_user (id, name, mail, lang, created_at) VALUES ({n}, 'An Peeters', 'an@olmenrode.example', 'nl_BE', {now})",
        f"INSERT INTO organisation_member (id, organisation_id, user_id, roles, invited_at) VALUES ({n}, {n}, {n}, 6, {now})",
        f"INSERT INTO account_login (id, hash, user_id, created_at, expires_at) VALUES ({n}, {blob(digest(secret_of('guide')))}, {n}, {now}, {now + 20 * 86400000})",
        f"INSERT INTO trajectory_trajectory (id, organisation_id, name, template, version, first_day, created_at) VALUES ({n}, {n}, 'Losse sessies', 'template-loose-sessions', 1, {now // 86400000}, {now})",
        f"INSERT INTO trajectory_moment (id, organisation_id, trajectory_id, sort, title, at, minutes, changed_at) VALUES ({n}, {n}, {n}, 'session', 'Avond in de gemeentezaal', {now}, 90, {now})",
        f"INSERT INTO session_session (id, organisation_id, trajectory_id, moment_id, state, code, created_at) VALUES ({n}, {n}, {n}, {n}, 'prepared', '{CODE}', {now})",
    ]
    for i in range(12):  # as long an agenda as a session has
        sql.append(f"INSERT INTO session_item (id, session_id, position, method, title, about, minutes, anonymous) VALUES ({n + i}, {n}, {i}, 'poll', 'Wat komt eerst?',"
                   f" 'Kies waar jullie **volgend jaar** mee beginnen.', 10, {int(anonymous)})")
        for at, label in enumerate(OPTIONS):
            sql.append(f"INSERT INTO session_part (item_id, part, label) VALUES ({n + i}, {at}, '{label}')")
    sql.append(f"INSERT INTO session_item (id, session_id, position, method, title, minutes, anonymous) VALUES ({QUESTIONS}, {n}, 12, 'evaluate', 'Hoe was het?', 10, {int(anonymous)})")
    for at, label in enumerate(["Het was de moeite", "Ik neem mee …"]):
        sql.append(f"INSERT INTO session_part (item_id, part, label) VALUES ({QUESTIONS}, {at}, '{label}')")
    for i in range(phones):
        token = digest(f"{secret_of(f'phone {i}')} in room {n}")
        sql.append(f"INSERT INTO session_phone (id, session_id, token, joined_at) VALUES ({n + i}, {n}, {blob(token)}, {now})")
        sql.append(f"INSERT INTO session_participant (id, session_id, phone_id, name) VALUES ({n + i}, {n}, {n + i}, 'Deelnemer {i}')")
    return ";\n".join(sql) + ";\n"


class Person:
    """A browser with a cookie: pages and forms over one connection. Statuses other than expected raise."""

    def __init__(self, port, cookie="", timeout=60):
        self.c = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.cookies = dict(p.split("=", 1) for p in cookie.split("; ") if p)
        self.csrf = ""

    def cookie(self):
        return "; ".join(f"{k}={v}" for k, v in self.cookies.items())

    def ask(self, method, path, body=None, **headers):
        """(status, headers, text)"""
        head = {"Accept-Language": "nl", **({"Cookie": self.cookie()} if self.cookies else {}), **headers}
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        self.c.request(method, path, body, head)
        r = self.c.getresponse()
        text = r.read().decode()
        for name, value in r.getheaders():
            if name.lower() == "set-cookie":
                key, v = value.split(";", 1)[0].split("=", 1)
                self.cookies[key] = v
        found = re.search(r'name="csrf" value="([^"]+)"', text)
        if found:
            self.csrf = found.group(1)
        return r.status, dict((k.lower(), v) for k, v in r.getheaders()), text

    def get(self, path):
        status, head, text = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} gave {status}: {text[:2000]}")
        return text

    def post(self, path, body, expect=303, **headers):
        status, head, text = self.ask("POST", path, f"csrf={self.csrf}{body}", **headers)
        if status != expect:
            raise RuntimeError(f"POST {path} gave {status}: {text[:2000]}")
        return head, text


class Guide(Person):
    def __init__(self, port):
        super().__init__(port, GUIDE)

    def act(self, do, item=None):
        page = self.get(DESK)
        revision = re.search(r'name="revision" value="(\d+)"', page).group(1)
        self.post(f"{DESK}/doen", f"&do={do}&revision={revision}" + (f"&item={item}" if item else ""))


def note(item, spot, nonce, text):
    return f"&item={item}&plek={spot}&nonce={nonce}&text={text}"


def answer(item, choice, edit=0, round=1):
    """The body of a sheet, behind the token."""
    return f"&item={item}&round={round}&plaats=1&edit={edit}&keuze%5B0%5D={choice}"
