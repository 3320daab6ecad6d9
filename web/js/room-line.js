// The line to the room: server-sent events; long polls when those fail twice (a proxy that keeps bytes back); plain looks when
// those fail too. Closed while nobody looks at the tab, and when somebody wants it to hold still.
const LONGEST = 15_000, FIRST_WORD = 8_000, SILENCE = 40_000; // the server says something every 15 seconds

export function connect(room, apply, say) {
  const url = room.dataset.room, texts = document.getElementById("room-says").dataset;
  const live = document.getElementById("room-live"), button = live?.querySelector("[data-pause]");
  let source, abort, timer, watch, failures = 0, misses = 0, token = "", paused = false, gone = false, lost = false, worked = false;

  const line = (text) => {
    const place = live?.querySelector("[data-line]");
    if (place) place.textContent = text;
  };
  function works() {
    if (lost) say(texts.back);
    lost = false;
    misses = 0;
    line("");
  }
  function fails() {
    misses += 1;
    if (misses < 2) return;
    if (!lost) say(texts.lost);
    lost = true;
    line(texts.lost);
  }
  const later = (act, ms) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms * (0.75 + Math.random() / 2));
  };
  function stop() {
    clearTimeout(timer);
    clearTimeout(watch);
    source?.close();
    abort?.abort();
    source = abort = null;
  }
  function start() {
    stop();
    if (paused || gone || document.hidden) return;
    if (failures < 2 && window.EventSource) listen();
    else poll();
  }

  function listen() {
    let opened = false, heard = false;
    source = new EventSource(url);
    // The state comes at once. Where it does not, something between here and there keeps the bytes.
    later(() => {
      failures = 2;
      start();
    }, FIRST_WORD);
    // A phone that changes networks is told nothing: its old line just keeps silent.
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => (fails(), start()), SILENCE);
    };
    source.addEventListener("beat", alive);
    source.onopen = () => {
      alive();
      opened = true;
      if (heard) works(); // back again, and nothing was missed: then no message comes
    };
    source.onmessage = (event) => {
      alive();
      if (!heard) clearTimeout(timer);
      heard = worked = true;
      failures = 0;
      token = event.lastEventId;
      works();
      apply(event.data);
    };
    source.onerror = () => {
      if (source?.readyState === EventSource.CONNECTING && opened) return fails(); // comes back by itself
      failures += 1;
      stop();
      fails();
      later(start, 1000);
    };
  }

  async function poll() {
    const mine = (abort = new AbortController());
    clearTimeout(watch);
    watch = setTimeout(() => (fails(), start()), SILENCE);
    // While the line is down, and when even waiting fails, it only looks.
    const ask = lost || worked ? "" : token;
    try {
      const answer = await fetch(`${url}?na=${encodeURIComponent(ask)}`, { signal: mine.signal, redirect: "error" });
      if (answer.status === 403 || answer.status === 404) return over();
      if (answer.status === 200) {
        token = answer.headers.get("X-Kapstok-Token") ?? "";
        const text = await answer.text();
        const tired = lost && !worked; // a line that never keeps still: look now and then
        works();
        apply(text);
        if (worked) failures = 0; // events got through before: the line was down, that is all
        return later(again, tired ? 5000 : 100);
      }
      if (answer.status === 204) {
        works();
        return later(again, 100);
      }
    } catch {
      if (mine.signal.aborted) return;
    }
    fails();
    later(again, Math.min(1000 * 2 ** Math.min(misses, 5), LONGEST));
  }
  let since = Date.now();
  function again() {
    if (Date.now() - since > 120_000) {
      since = Date.now();
      failures = 0; // perhaps events get through by now
    }
    start();
  }

  function over() {
    gone = true;
    stop();
    say(texts.gone);
    line(texts.gone);
    // The server has a page that says why; a text that was not sent stays where it is.
    const typed = [...room.querySelectorAll("textarea")].some((t) => !t.readOnly && t.value.trim() !== "" && t.value !== t.defaultValue);
    if (!typed) location.reload();
  }

  button?.addEventListener("click", () => {
    paused = !paused;
    const text = button.textContent;
    button.textContent = button.dataset.pause;
    button.dataset.pause = text;
    start();
  });
  document.addEventListener("visibilitychange", start);
  addEventListener("online", start);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && start());
  room.addEventListener("room:sent", () => {
    if (!source || paused) (stop(), (token = ""), !paused && poll()); // nobody brings the news by itself
  });
  start();
}
