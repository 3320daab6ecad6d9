// Sends the forms of a room. What has no answer yet is tried again until it has one, also after a reload; a repeat counts once (edit,
// nonce). A text that cannot be sent any more is shown, to be copied.
const LONGEST = 20_000, DEAD = 30_000, DRAFTED = "textarea[name], [data-note] input[type=text]";
let store, room, say;
const jobs = new Map(); // what waits: key -> { url, body, form, edit, tries, timer, sending }

const csrf = () => document.querySelector("input[name=csrf]")?.value ?? document.body.dataset.csrf ?? "";
const bar = () => document.getElementById("save");

function status(state, text) {
  const b = bar();
  if (!b) return;
  b.dataset.state = state;
  const words = text ?? b.dataset[state] ?? "";
  if (b.textContent !== words) b.textContent = words;
}

/* ---- on this phone ---- */

const read = (name) => {
  try {
    return JSON.parse(sessionStorage.getItem(store + name)) ?? {};
  } catch {
    return {};
  }
};
function write(name, value) {
  try {
    if (Object.keys(value).length) sessionStorage.setItem(store + name, JSON.stringify(value));
    else sessionStorage.removeItem(store + name);
  } catch {} // full or switched off: the page itself still holds it
}
function keepJobs() {
  const all = {};
  for (const [key, job] of jobs) if (job.body) all[key] = { url: job.url, body: job.body, edit: job.edit };
  write(":waits", all);
}

const keyOf = (form) => form.closest("[data-key]")?.dataset.key.split("-").slice(0, 2).join("-") ?? "";
const draftOf = (field) => `${keyOf(field)}:${field.name}:${field.closest("form")?.action ?? ""}`;

// What somebody began to write is not for the other person on the same phone.
const draftStore = () => `:drafts${room.dataset.seat ?? ""}`;

export function restoreDrafts() {
  const drafts = read(draftStore());
  for (const field of room.querySelectorAll(DRAFTED)) {
    const text = drafts[draftOf(field)];
    if (text && field.value === field.defaultValue) field.value = text;
  }
}
function keepDraft(field) {
  const drafts = read(draftStore());
  if (field.value.trim() === "" || field.value === field.defaultValue) delete drafts[draftOf(field)];
  else drafts[draftOf(field)] = field.value;
  write(draftStore(), drafts);
}

export function showKept(text) {
  const box = document.getElementById("room-kept");
  if (!box || [...document.querySelectorAll(".kept textarea")].some((t) => t.value === text)) return;
  const copy = box.content.cloneNode(true);
  copy.querySelector("textarea").value = text;
  room.after(copy);
}

/* ---- messages at a form ---- */

function tell(form, text) {
  let place = form.querySelector(".room__message");
  if (!place && text) {
    place = document.createElement("p");
    place.className = "room__message utrecht-form-field-error-message";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  if (place) place.textContent = text ?? "";
}

/* ---- sending ---- */

function bodyOf(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  body.delete("csrf");
  return body;
}

async function post(url, body) {
  const sent = new URLSearchParams(body);
  const answer = await fetch(url, {
    method: "POST", body: sent, redirect: "manual", keepalive: sent.toString().length < 60_000, signal: AbortSignal.timeout(DEAD),
    headers: { "X-Kapstok-Partial": "1", "X-Kapstok-Csrf": csrf(), Accept: "application/json" },
  });
  const done = answer.type === "opaqueredirect" || answer.status === 303;
  const type = answer.headers.get("Content-Type") ?? "";
  const json = type.startsWith("application/json") ? await answer.json().catch(() => null) : null;
  return { status: done ? 200 : answer.status, page: !done && answer.ok && type.startsWith("text/html"), json };
}
const again = (status) => status === 0 || status === 408 || status === 429 || status >= 500;
const wait = (tries) => Math.min(1000 * 2 ** tries, LONGEST) * (0.75 + Math.random() / 2);

// A sheet: the newest state of the whole form, and nothing older, goes out.
function change(form) {
  const edit = form.elements.edit, url = form.action, key = `${url} ${keyOf(form)} ${form.elements.part?.value ?? ""}`;
  const job = jobs.get(key) ?? { url, edit: 0, tries: 0 };
  jobs.set(key, job);
  job.edit = Math.max(job.edit, Number(edit?.value) || 0) + 1;
  if (edit) edit.value = job.edit;
  job.form = form;
  job.body = bodyOf(form).toString();
  job.tries = 0;
  keepJobs();
  status("saving");
  sendJob(key);
}

async function sendJob(key) {
  const job = jobs.get(key);
  clearTimeout(job.timer);
  if (job.sending || !job.body) return;
  job.sending = true;
  const sent = job.body;
  const { status: code, json } = await post(job.url, sent).catch(() => ({ status: 0 }));
  job.sending = false;
  if (job.body !== sent) return sendJob(key); // changed meanwhile
  if (again(code)) {
    job.timer = setTimeout(sendJob, wait(job.tries++), key);
    return status("waiting");
  }
  job.body = "";
  keepJobs();
  if (code === 200) {
    if (Number.isInteger(json?.edit) && json.edit > job.edit) job.edit = json.edit;
    if (job.form?.isConnected) tell(job.form, "");
    status("saved");
    return room.dispatchEvent(new Event("room:sent"));
  }
  if (code === 409 && Number.isInteger(json?.edit)) {
    job.edit = json.edit;
    status("newer");
    return room.dispatchEvent(new Event("room:own-now"));
  }
  status("refused");
  if (job.form?.isConnected) tell(job.form, json?.message);
  else if (json?.message) say(json.message);
}

// Who leads acts on a state of the room (revision), and is ahead of what the room shows when pressing twice in a row. Such acts go one after
// another, each on the state that the own one before it has led to; only what another leader did in between refuses them.
const led = new Map(); // the revision an own act was done on -> the one it led to
let line = Promise.resolve();

async function act(form, body) {
  let { revision } = Object.fromEntries(body);
  while (led.has(revision)) revision = led.get(revision);
  body.set("revision", revision);
  const answer = await deliver(form, body, 3);
  if (answer.status === 200 && Number.isInteger(answer.json?.revision) && String(answer.json.revision) !== revision)
    led.set(revision, String(answer.json.revision));
  return answer;
}

async function deliver(form, body, most) {
  for (let tries = 0; ; tries++) {
    status("saving");
    const answer = await post(form.action, body).catch(() => ({ status: 0 }));
    if (!again(answer.status) || tries >= most) return answer;
    status("waiting");
    await new Promise((go) => setTimeout(go, wait(tries)));
  }
}

// A second press of the same button while it is under way is one press; another button of the form waits for its turn.
const pressed = new WeakMap(); // form -> the buttons that are under way, in order
async function sendForm(form, button) {
  const under = pressed.get(form) ?? [];
  if (under.some((way) => way.button === button)) return;
  const note = "note" in form.dataset, body = bodyOf(form, button), before = under.at(-1)?.done ?? Promise.resolve();
  const done = body.has("revision") ? (line = line.then(() => act(form, body))) : before.then(() => deliver(form, body, note ? Infinity : 3));
  pressed.set(form, [...under, { button, done }]);
  const { status: code, page, json } = await done;
  pressed.set(form, pressed.get(form).filter((way) => way.done !== done));
  if (page) {
    if (body.has("revision")) form.elements.revision.value = body.get("revision");
    return native(form, button);
  }
  if (code === 200) return sent(form, note);
  const text = json?.message ?? bar()?.dataset[again(code) ? "waiting" : "refused"] ?? "";
  status("refused");
  if (form.isConnected) tell(form, text);
  else say(text);
}

function sent(form, note) {
  status("saved");
  tell(form, "");
  if (note) {
    for (const field of form.querySelectorAll("textarea, input[type=text]")) {
      field.value = "";
      keepDraft(field);
    }
    if (form.elements.nonce) form.elements.nonce.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
    room.dispatchEvent(new Event("room:own-now"));
    form.querySelector("textarea, input[type=text]")?.focus();
  } else if (room.dataset.own) room.dispatchEvent(new Event("room:own-now"));
  room.dispatchEvent(new Event("room:sent"));
}

// The server wants to show a page of its own (a warning, a download): the browser goes there.
function native(form, button) {
  if (!form.elements.csrf) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "csrf";
    field.value = csrf();
    form.append(field);
  }
  form.dataset.go = "";
  form.requestSubmit(button ?? undefined);
}

export function startSending(box, speak) {
  room = box;
  say = speak;
  store = `kapstok:room:${room.dataset.room}`;
  document.body.dataset.csrf = csrf();

  room.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if ("go" in form.dataset || form.enctype === "multipart/form-data") {
      if (form.elements.csrf) return;
      event.preventDefault();
      return native(form, event.submitter);
    }
    event.preventDefault();
    if ("sheet" in form.dataset) change(form);
    else sendForm(form, event.submitter);
  });
  let typing = 0;
  room.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !("sheet" in form.dataset)) return;
    clearTimeout(typing);
    change(form);
  });
  room.addEventListener("input", (event) => {
    const field = event.target, form = field.form;
    if (field.matches(DRAFTED)) keepDraft(field);
    if (!form || !("sheet" in form.dataset) || field.type === "radio" || field.type === "checkbox") return;
    clearTimeout(typing);
    typing = setTimeout(change, 700, form);
  });
  addEventListener("online", () => jobs.forEach((job, key) => job.body && sendJob(key)));
  addEventListener("beforeunload", (event) => {
    if ([...jobs.values()].some((job) => job.body && job.tries > 1)) event.preventDefault();
  });
  for (const [key, job] of Object.entries(read(":waits"))) {
    jobs.set(key, { ...job, tries: 0 });
    status("saving");
    sendJob(key);
  }
}
