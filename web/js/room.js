// A page of a live room (phone, desk, beamer): listens to what moves, replaces what changed, and sends what people answer. How the
// markup works with it stands in src/slice/session/room.h and in README.md.
import { connect } from "./room-line.js";
import { startSending, restoreDrafts, showKept } from "./room-send.js";
import { startClock } from "./room-clock.js";
import { startSheets } from "./sheet.js";

const room = document.getElementById("room");
const served = new WeakMap(); // part -> what the server wrote, without tokens

/* ---- parts ---- */

const TOKEN = /<input type="hidden" name="csrf"[^>]*>\n?/g;
const html = (part) => part.outerHTML.replace(TOKEN, "");
const nameOf = (part) => part.dataset.part;
// The round that a key is about: "12-1-open-hidden" is 12-1.
const roundOf = (part) => part?.dataset.key?.split("-").slice(0, 2).join("-") ?? "";
const outer = (box) => [...box.querySelectorAll("[data-part]")].filter((p) => p.parentElement.closest("[data-part]") === (box.closest("[data-part]") ?? null));

function remember(box) {
  for (const part of box.querySelectorAll("[data-part]")) served.set(part, html(part));
}

/* ---- what somebody typed or chose goes along ---- */

const isText = (f) => f.matches("textarea, input:not([type=radio], [type=checkbox], [type=hidden], [type=submit], [type=number])");
const isTick = (f) => f.type === "radio" || f.type === "checkbox";
const touched = (f) =>
  isTick(f) ? f.checked !== f.defaultChecked
  : f.tagName === "SELECT" ? [...f.options].some((o) => o.selected !== o.defaultSelected)
  : f.type !== "hidden" && f.value !== f.defaultValue;

// The same field elsewhere: by its id, else by its name. Several notes have a field of one name, so an id decides.
function twin(box, f) {
  if (f.id) return box.querySelector(`#${CSS.escape(f.id)}`);
  if (!f.name) return null;
  const all = [...box.querySelectorAll(`[name="${CSS.escape(f.name)}"]`)];
  return isTick(f) ? all.find((x) => x.value === f.value) : all[0];
}

function carry(from, to) {
  const same = roundOf(from) !== "" && roundOf(from) === roundOf(to);
  const other = !same && roundOf(from) !== ""; // another item, or asked anew: what was answered is no answer to that
  for (const f of from.querySelectorAll("input, textarea, select")) {
    if (same && f.closest("[data-part][data-own]")) continue; // goes along whole
    if (f.type === "hidden" ? !(same && f.name === "edit") : !(same || touched(f))) continue;
    const t = other ? null : twin(to, f);
    if (!t || t.readOnly) {
      const kept = f.form && "sheet" in f.form.dataset; // is saved at each change
      if (isText(f) && !kept && !f.readOnly && touched(f) && f.value.trim() !== "") showKept(f.value);
    } else if (isTick(f)) t.checked = f.checked;
    else if (f.type === "hidden") t.value = Math.max(t.value, f.value);
    else t.value = f.value;
  }
  for (const d of from.querySelectorAll("details[id]")) {
    const t = to.querySelector(`#${CSS.escape(d.id)}`);
    if (t) t.open = d.open;
  }
}

function focusOf(box) {
  const f = document.activeElement;
  if (!f || !box.contains(f)) return () => {};
  // A field of another item is another field, whatever its name.
  const about = (e) => roundOf(e?.closest("[data-key]")), round = about(f);
  const spot = [f.selectionStart, f.selectionEnd], form = f.closest("form"), act = form?.querySelector("[name=do]")?.value;
  return () => {
    if (document.contains(f)) return f.focus({ preventScroll: true });
    const same = twin(room, f);
    const like = same && about(same) === round ? same : (f.matches("button, summary") && [...room.querySelectorAll(f.tagName)].find((b) =>
      b.textContent === f.textContent || (act && b.closest("form")?.querySelector("[name=do]")?.value === act)));
    // What had the focus is gone: reading goes on where the new part begins.
    const to = like || room.querySelector("h1");
    if (to?.matches("h1")) to.tabIndex = -1;
    to?.focus({ preventScroll: true });
    if (like && spot[0] != null && isText(f)) like.setSelectionRange(...spot);
  };
}

/* ---- replacing ---- */

// What only this person sees stays, whatever is the same for all; and when that says so, it is asked for anew.
function keepOwn(old, part) {
  if (roundOf(old) !== roundOf(part) || roundOf(part) === "") return;
  for (const own of old.querySelectorAll("[data-own]")) part.querySelector(`[data-part="${nameOf(own)}"][data-own]`)?.replaceWith(own);
}

function syncPart(old, part) {
  if (part.dataset.own !== undefined && old.dataset.own !== undefined) {
    if (part.dataset.own !== old.dataset.own) room.dispatchEvent(new Event("room:own"));
    old.dataset.own = part.dataset.own;
    return;
  }
  if (part.dataset.key !== undefined && part.dataset.key === old.dataset.key) return syncInside(old, part);
  const text = served.get(part);
  if (served.get(old) === text) return;
  carry(old, part);
  if (old.querySelector("[data-own]") && roundOf(old) === roundOf(part)) room.dispatchEvent(new Event("room:own"));
  keepOwn(old, part);
  old.replaceWith(part);
}

// A part that stays: only the parts in it are looked at.
function syncInside(old, part) {
  const before = new Map(outer(old).map((p) => [nameOf(p), p]));
  let last = null;
  for (const p of outer(part)) {
    const same = before.get(nameOf(p));
    before.delete(nameOf(p));
    const next = same ?? p;
    if (same) syncPart(same, p);
    else if (last?.isConnected) last.after(p);
    else old.append(p);
    last = next.isConnected ? next : p;
  }
  for (const gone of before.values()) {
    carry(gone, document.createElement("div"));
    gone.remove();
  }
}

function sync(content) {
  const old = outer(room), now = [...content.querySelectorAll("[data-part]")].filter((p) => !p.parentElement?.closest("[data-part]"));
  if (old.length === now.length && old.every((p, i) => nameOf(p) === nameOf(now[i]))) {
    now.forEach((p, i) => syncPart(old[i], p));
    return;
  }
  const before = new Map(old.map((p) => [nameOf(p), p]));
  for (const p of now) {
    const same = before.get(nameOf(p));
    before.delete(nameOf(p));
    if (!same) continue;
    if (p.dataset.key !== undefined && p.dataset.key === same.dataset.key) {
      syncInside(same, p);
      p.replaceWith(same);
    } else carry(same, p);
  }
  for (const gone of before.values()) carry(gone, document.createElement("div"));
  room.replaceChildren(content);
}

let title = document.title.slice(document.title.indexOf(" · "));
function announce(before) {
  const now = room.querySelector("[data-title]")?.dataset.title;
  if (!now || now === before) return;
  document.title = now + title;
  say(document.getElementById("room-says").dataset.next.replace("%s", now));
}

function say(text) {
  const says = document.getElementById("room-says");
  if (says.textContent !== text) says.textContent = text;
}

// What the server wrote for everybody, or for this person alone.
function apply(text) {
  const box = document.createElement("template");
  box.innerHTML = text;
  remember(box.content);
  const before = room.querySelector("[data-title]")?.dataset.title, focus = focusOf(room);
  sync(box.content);
  focus();
  announce(before);
  sentAway();
  showMine();
  ownAgain();
  room.dispatchEvent(new Event("room:changed"));
}

// The page of this person, after something that only this person sees.
async function applyOwn() {
  if (!room.dataset.own) return;
  const answer = await fetch(room.dataset.own, { headers: { "X-Kapstok-Partial": "1" }, redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  remember(box.content);
  for (const part of box.content.querySelectorAll("[data-key]")) {
    const old = room.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old?.dataset.key !== part.dataset.key) continue;
    const focus = focusOf(room);
    for (const f of old.querySelectorAll("textarea, input")) {
      const t = isText(f) && touched(f) ? twin(part, f) : null;
      if (t) t.value = f.value;
    }
    old.replaceWith(part);
    focus();
  }
  showMine();
  room.dispatchEvent(new Event("room:changed"));
}

// What only this person sees is not in what is the same for all. It is asked for when a place for it comes that was not there a moment
// ago, in an item that this page showed before: of another the person has nothing yet.
const shown = new Set();
let last = "";
function ownAgain() {
  const on = roundOf(room.querySelector("[data-key]")), place = room.querySelector("[data-own]") ? on : "";
  if (place !== "" && place !== last && shown.has(on)) room.dispatchEvent(new Event("room:own"));
  if (on !== "") shown.add(on);
  last = place;
}

// For one person of those who share what is the same for all: "it is your turn".
function showMine() {
  const me = room.dataset.me?.split(" ") ?? [];
  for (const e of room.querySelectorAll("[data-for]")) e.hidden = !me.includes(e.dataset.for);
}

// Whoever leads sent this phone away: the server says so on a page of its own.
function sentAway() {
  const away = room.querySelector("[data-away]")?.dataset.away.split(" ") ?? [], me = room.dataset.me?.split(" ") ?? [];
  if (me.some((id) => id !== "" && away.includes(id))) location.reload();
}

if (room) {
  remember(room);
  showMine();
  ownAgain();
  startSending(room, say);
  startClock(room);
  startSheets(room);
  restoreDrafts(room);
  connect(room, apply, say);
  let waits = 0;
  room.addEventListener("room:own", () => {
    clearTimeout(waits); // a whole room must not ask at the same moment
    waits = setTimeout(applyOwn, Math.random() * 1500);
  });
  room.addEventListener("room:own-now", applyOwn);
}
