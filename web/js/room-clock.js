// Time by the server's clock: the phone's may be wrong, so only the difference with it counts.
export function startClock(room) {
  // The page was written just before its first byte came.
  const [load] = performance.getEntriesByType("navigation");
  const offset = Number(room.dataset.now) + performance.now() - (load?.responseStart ?? performance.now()) - Date.now();
  const now = () => Date.now() + offset;
  const put = (element, text) => element.textContent !== text && (element.textContent = text);

  function tick() {
    for (const clock of room.querySelectorAll("[data-until]")) {
      const s = Math.ceil((Number(clock.dataset.until) - now()) / 1000);
      const abs = Math.abs(s), text = `${Math.floor(abs / 60)}:${String(abs % 60).padStart(2, "0")}`;
      put(clock, (s >= 0 ? clock.dataset.left : clock.dataset.over).replace("%s", text));
      clock.classList.toggle("clock--over", s < 0);
    }
    for (const line of room.querySelectorAll("[data-behind]")) {
      const late = Number(line.dataset.behind) + Math.max(0, Math.floor((now() - Number(line.dataset.from)) / 60000));
      put(line, late === 0 ? line.dataset.time : (late > 0 ? line.dataset.late : line.dataset.early).replace("%d", Math.abs(late)));
    }
  }
  tick();
  setInterval(tick, 1000);
  room.addEventListener("room:changed", tick);
}
