"""Kills the server under load again and again, and compares what is stored with what the clients were told.
kill.py [ROUNDS]: that many on each engine (20)."""
import random, sys
from fault import *

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
signal.alarm(LIMIT_S + 20 * ROUNDS)
SCANS, SHEETS, MEMBERS = 18, 6, 6  # clients: 12 save answers, 6 whole sheets, 6 are members of one round


def run(engine):
    site = Site(engine)
    site.start()
    site.seed(SCANS * ROUNDS, MEMBERS)
    everyone, members = [], [Autosaver(p) for p in site.members]
    lost, half, untrue, odd = [], [], [], []
    recovered = []
    for round_ in range(ROUNDS):
        fresh = site.places[round_ * SCANS:(round_ + 1) * SCANS]
        writers = writers_for(fresh, [], SHEETS) + members
        everyone += writers[:SCANS]
        load = Load(site, writers)
        time.sleep(random.uniform(0.3, 0.9))
        site.kill()
        load.stop()
        began = time.monotonic()
        site.start()
        recovered.append(time.monotonic() - began)
        for all_, some in zip((lost, half, untrue), compare(site, writers)):
            all_ += [f"round {round_ + 1}: {s}" for s in some]
        wrong = site.verify()
        if wrong:
            half.append(f"round {round_ + 1}: {wrong}")
    for all_, some in zip((lost, half, untrue), compare(site, everyone + members)):
        all_ += [f"at the end: {s}" for s in some if not any(o.endswith(s) for o in all_)]
    for w in everyone + members:
        odd += w.unexpected
    answered = sum(w.answered for w in everyone + members)
    refused = sum(len(w.refused) for w in everyone + members)
    code = site.stop()
    name = f"kill {engine}: {answered} answered writes, {len(lost)} lost, {len(half)} half"
    check(name, answered > 0 and not lost and not half, *few(lost), *few(half))
    check(f"kill {engine}: nothing stored that was not sent or was refused ({refused} refused)", not untrue, *few(untrue))
    check(f"kill {engine}: no other answer than saved or refused", not odd, *few(odd))
    check(f"kill {engine}: {ROUNDS} restarts, then a clean stop", code == 0, f"code {code}", site.errors())
    print(f"# {engine}: {ROUNDS} kills, slowest restart {max(recovered):.2f} s, whole sheets "
          f"{sum(w.answered for w in everyone if isinstance(w, SheetWriter))}, members' answers {sum(w.answered for w in members)}")


for engine in ENGINES:
    run(engine)
finish()
