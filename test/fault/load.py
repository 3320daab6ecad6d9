"""Mixed load for minutes, with the server's memory watched: single answers, whole sheets, members, readers, spreadsheets.
load.py SECONDS [sqlite|postgres ...]. For tools/soak; no part of make test."""
import random, sys
from fault import *

SECONDS = int(sys.argv[1])
signal.alarm(SECONDS * len(ENGINES) + LIMIT_S)


class Reader(Writer):
    good = 200

    def __init__(self, place):
        super().__init__(place)
        self.count, self.pause = 0, 0.002

    def next(self):
        self.count += 1
        pages = ["/alles", "/resultaat", "/stellingen", "/scan.csv", "/scan.json"] + ["/scan.xlsx"] * (self.count % 20 == 0)
        return self.count, get(self.place.base + random.choice(pages), self.place.cookie)


def run(engine):
    site = Site(engine)
    site.start()
    site.seed(20, 6)
    writers = writers_for(site.places, site.members, 4)
    for w in writers:
        w.pause = max(w.pause, 0.005)  # hours of history are no aim of this
    readers = [Reader(p) for p in site.places[:8]]
    load = Load(site, writers + readers, patient=True)
    samples, began = [], time.monotonic()
    while time.monotonic() - began < SECONDS and site.server.poll() is None:
        time.sleep(min(1, SECONDS / 20))
        samples.append(site.rss_kb() / 1024)
    load.stop()
    alive = site.server.poll() is None
    lost, half, untrue = compare(site, writers)
    odd = [u for w in writers + readers for u in w.unexpected]
    broken = [w.losses[0][1] for w in writers + readers if w.losses]
    read, wrote = sum(r.answered for r in readers), sum(w.answered for w in writers)
    refused = sum(len(w.refused) for w in writers + readers)
    check(f"load {engine}: {SECONDS} s, {wrote} answered writes, {len(lost)} lost, {len(half)} half, {read} pages, {refused} refused",
          alive and wrote and read and not (lost or half or untrue or odd or broken), *few(lost + half + untrue + odd + broken), site.errors())
    # The first fifth warms up: caches of pages and statements, arenas, threads.
    fifth = max(1, len(samples) // 5)
    early, late = max(samples[fifth:2 * fifth] or samples), max(samples[-fifth:])
    check(f"load {engine}: memory {samples[0]:.1f} MB at first, {early:.1f} MB in the second fifth, {late:.1f} MB at the end",
          late < early * 1.25 + 4)
    wrong = site.verify()
    check(f"load {engine}: verify finds nothing", wrong is None, wrong)
    check(f"load {engine}: stops in good order", site.stop() == 0, site.errors())


for engine in sys.argv[2:] or ENGINES:
    run(engine)
finish()
