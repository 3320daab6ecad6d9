// Sheets of a live session: dots by + and −, places by ↑ and ↓. What is sent are the fields between these buttons, with or without a script.
const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
const put = (text, ...values) => values.reduce((t, v) => t.replace("%s", v), text);

/* ---- dots ---- */

function countDots(part) {
  const left = part.querySelector("[data-left]"), most = Number(part.dataset.dots);
  const given = [...part.querySelectorAll("input[type=number]")].reduce((n, f) => n + (Number(f.value) || 0), 0);
  const words = given > most ? put(left.dataset.over, given, most) : put(left.dataset.left, most - given, most);
  if (left.textContent !== words) left.textContent = words;
  left.dataset.state = given > most ? "over" : "";
  for (const button of part.querySelectorAll("[data-step]")) {
    const field = button.parentElement.querySelector("input"), up = button.dataset.step === "1";
    button.disabled = field.disabled || (up ? given >= most : !(Number(field.value) > 0));
  }
}

function step(button) {
  const field = button.parentElement.querySelector("input");
  field.value = Math.max(0, (Number(field.value) || 0) + Number(button.dataset.step));
  countDots(button.closest("[data-dots]"));
  if (button.disabled) field.focus(); // a button that goes away takes the focus with it
  changed(field);
}

/* ---- places ---- */

const placeOf = (line) => Number(line.querySelector("select").value) || Infinity;
const lines = (part) => [...part.querySelectorAll(".sheet-place")];

// In the order of their places; those without one stay below, as they were.
function order(part) {
  const list = part.querySelector(".sheet-places"), held = document.activeElement;
  const sorted = lines(part).map((line, i) => ({ line, i })).sort((a, b) => {
    const x = placeOf(a.line), y = placeOf(b.line);
    return x === y ? a.i - b.i : x - y;
  });
  if (sorted.some((s, i) => s.i !== i)) {
    list.append(...sorted.map((s) => s.line));
    if (part.contains(held)) held.focus();
  }
  for (const button of part.querySelectorAll("[data-place]")) {
    const select = button.parentElement.querySelector("select"), place = Number(select.value) || 0;
    button.disabled = select.disabled || (button.dataset.place === "-1" ? place === 1 : place === 0);
  }
}

function tellPlace(part, line) {
  const says = part.querySelector("[data-says]"), name = line.querySelector("label").textContent, place = line.querySelector("select").value;
  says.textContent = place ? put(says.dataset.says, name, place) : put(says.dataset.none, name);
}

function move(button) {
  const part = button.closest("[data-rank]"), line = button.closest(".sheet-place"), select = line.querySelector("select");
  const most = Number(part.dataset.rank), now = Number(select.value) || 0, up = button.dataset.place === "-1";
  const taken = lines(part).filter((l) => l !== line).map(placeOf);
  let to = now + (up ? -1 : 1);
  // The first place that is free; when all are, the last one.
  if (now === 0) for (to = 1; to < most && taken.includes(to); to++);
  give(part, line, to > most ? 0 : to, now);
  if (button.disabled) select.focus();
  tellPlace(part, line);
  changed(select);
}

// Whoever had this place gets the one that is left; when none is, all below go one down.
function give(part, line, to, from) {
  const most = Number(part.dataset.rank), others = lines(part).filter((l) => l !== line);
  for (let place = to, next; place > 0; place = next) {
    const other = others.find((l) => l.dataset.moved !== "1" && placeOf(l) === place);
    next = 0;
    if (!other) break;
    const to2 = from > 0 ? from : place < most ? place + 1 : 0;
    other.querySelector("select").value = to2 > 0 ? String(to2) : "";
    other.dataset.moved = "1";
    if (from === 0) next = to2;
  }
  for (const l of others) delete l.dataset.moved;
  line.querySelector("select").value = to > 0 ? String(to) : "";
  for (const l of lines(part)) l.querySelector("select").dataset.was = l.querySelector("select").value;
  order(part);
}

/* ---- ticks ---- */

function limitTicks(part) {
  const boxes = [...part.querySelectorAll("input[type=checkbox]")], full = boxes.filter((b) => b.checked).length >= Number(part.dataset.most);
  for (const box of boxes) box.disabled = full && !box.checked;
}

/* ---- all ---- */

export function startSheets(room) {
  const look = () => {
    room.querySelectorAll("[data-dots]").forEach(countDots);
    room.querySelectorAll("[data-most]").forEach(limitTicks);
    for (const part of room.querySelectorAll("[data-rank]")) {
      for (const select of part.querySelectorAll("select")) select.dataset.was = select.value;
      order(part);
    }
  };
  room.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step], [data-place]");
    if (!button || button.disabled) return;
    if ("step" in button.dataset) step(button);
    else move(button);
  });
  // Before the form is sent: it goes as it should be.
  room.addEventListener("change", (event) => {
    const field = event.target, rank = field.closest("[data-rank]"), ticks = field.closest("[data-most]"), dots = field.closest("[data-dots]");
    if (rank && field.tagName === "SELECT" && field.value !== field.dataset.was)
      give(rank, field.closest(".sheet-place"), Number(field.value) || 0, Number(field.dataset.was) || 0);
    if (ticks) limitTicks(ticks);
    if (dots) countDots(dots);
  }, true);
  room.addEventListener("input", (event) => {
    const dots = event.target.closest("[data-dots]");
    if (dots) countDots(dots);
  });
  room.addEventListener("room:changed", look);
  look();
}
