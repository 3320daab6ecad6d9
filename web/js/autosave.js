// Saves each statement at the tap. One request at a time per statement; every change gets a higher `edit`,
// so that a late repeat never overwrites a newer answer. What is not yet on the server waits in
// localStorage and goes out when the line or the browser returns. Texts stand on #save, in the page's language.

const STORE = "kapstok:unsaved:";
const LONGEST_WAIT = 30_000;
const KEPT_FOR = 14 * 24 * 3600_000;

let bar; // #save: texts, owner, the status in sight
const jobs = new Map(); // url -> { url, form, saved, body, edit, sending, typing, tries, timer, state, text }

/* ---- what waits, on this device ---- */

const key = (url) => STORE + bar.dataset.owner + ":" + url;

function keep(job) {
  try {
    localStorage.setItem(key(job.url), JSON.stringify({ body: job.body, edit: job.edit + (job.typing ? 1 : 0), at: Date.now() }));
  } catch {} // full or switched off: the page itself still holds it, and beforeunload warns
}

function forget(job) {
  if (job.typing) return keep(job); // a note half typed is newer than what was just saved
  try {
    localStorage.removeItem(key(job.url));
  } catch {}
}

function kept() {
  const found = [];
  try {
    const start = key("");
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i);
      if (name.startsWith(start)) found.push({ url: name.slice(start.length), ...JSON.parse(localStorage.getItem(name)) });
    }
  } catch {}
  return found;
}

/* ---- the form of a statement: of its own, or on a sheet a fieldset with answer[ID] and edit[ID] ---- */

const nameOf = (field) => field.name.split("[")[0];
const editOf = (form) => [...form.elements].find((field) => nameOf(field) === "edit");
const picked = (field) => field.type !== "radio" && field.type !== "checkbox" ? field.name : field.checked;

// What is stored leaves out the token: it may be another one by the time it is sent.
function read(form) {
  const body = new URLSearchParams(form.action ? "" : { answer: "", sheet: 1 }); // a sheet shows no ticks and no note
  for (const field of form.elements)
    if (picked(field) && !["csrf", "edit"].includes(nameOf(field))) body.set(nameOf(field), field.value);
  return body.toString();
}

function fill(form, values) {
  for (const field of form.elements) {
    if (["", "csrf", "edit"].includes(nameOf(field))) continue;
    const value = values[nameOf(field)];
    if (value === undefined) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value === true || value === "1" || value === 1;
    else if (field.type !== "submit") field.value = value ?? "";
  }
}

function token() {
  return document.querySelector("input[name=csrf]")?.value ?? "";
}

/* ---- what the person sees ---- */

function say(job, state, text) {
  job.state = state;
  if (job.form) {
    job.form.dataset.state = state;
    const status = job.form.querySelector(".statement__status");
    if (status) status.textContent = text ?? "";
  }
  const all = [...jobs.values()];
  const worst = all.find((j) => j.state === "refused") ?? all.find((j) => j.state === "waiting") ?? job;
  bar.dataset.state = worst.state;
  const shown = worst === job ? text : worst.text;
  job.text = text;
  if (bar.textContent !== shown) bar.textContent = shown ?? "";
}

function count({ done }) {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  if (Number.isInteger(done)) {
    each("[data-done]", (e) => (e.textContent = done));
    each("[data-progress]", (e) => (e.value = done));
  }
  const here = document.querySelectorAll(".statement .answers :checked").length;
  each("[data-theme-done]", (e) => (e.textContent = here));
}

/* ---- sending ---- */

function change(job) {
  clearTimeout(job.typing);
  job.typing = 0;
  job.edit += 1;
  job.body = read(job.form);
  job.tries = 0;
  keep(job);
  say(job, "saving", bar.dataset.saving);
  send(job);
}

async function send(job) {
  clearTimeout(job.timer);
  if (job.sending) return; // what changed meanwhile goes out when this one is answered
  job.sending = true;
  const { edit, body: sent } = job;
  let answer;
  let json;
  try {
    const body = new URLSearchParams(sent);
    body.set("edit", edit);
    body.set("csrf", token());
    answer = await fetch(job.url, {
      method: "POST", body, keepalive: true, redirect: "manual",
      headers: { "X-Kapstok-Partial": "1", Accept: "application/json" },
    });
    json = await answer.json();
  } catch {} // no connection, or not JSON
  job.sending = false;
  settle(job, edit, sent, answer, json);
}

function settle(job, edit, sent, answer, json) {
  const text = bar.dataset;
  const status = answer?.type === "opaqueredirect" ? 401 : (answer?.status ?? 0); // sent to the sign-in page
  if (Number.isInteger(json?.edit) && job.form && !job.form.action) editOf(job.form).value = json.edit; // for the button of the sheet
  if (status === 200 && json?.saved) {
    job.saved = sent;
    count(json);
    if (job.edit > edit) return send(job);
    forget(job);
    return say(job, "saved", text.saved);
  }
  if (status === 409 && Number.isInteger(json?.edit)) {
    if (job.edit > edit && job.edit > json.edit) return send(job); // tapped again meanwhile: that is the newest
    job.edit = json.edit;
    forget(job);
    if (job.form) {
      fill(job.form, json);
      job.saved = read(job.form);
    }
    count(json);
    return say(job, "newer", text.newer);
  }
  if (status === 0 || status === 200 || status === 408 || status === 429 || status >= 500) {
    const wait = Math.min(1000 * 2 ** job.tries, LONGEST_WAIT);
    job.tries += 1;
    job.timer = setTimeout(send, wait * (0.75 + Math.random() / 2), job);
    return say(job, "waiting", status === 503 ? text.busy : text.waiting);
  }
  // Signed out, or in as another: it stays on this device and goes out once the person is back.
  if (status === 401 || (status === 403 && json?.error !== "denied")) return say(job, "refused", text.out);
  // Refused for good: the choice that stands comes back; a text that was typed stays on the page, to be copied.
  forget(job);
  if (job.form) {
    const { note, ...choices } = Object.fromEntries(new URLSearchParams(job.saved));
    fill(job.form, { answer: "", bookmark: "", started: "", ...choices });
    job.body = read(job.form);
    count({});
  }
  say(job, "refused", json?.message ? `${text.refused} ${json.message}` : text.reload);
}

/* ---- start ---- */

function adopt(form) {
  const url = form.action ? new URL(form.action, location.href).pathname : form.form.dataset.save + form.id.slice(2);
  const job = { url, form, saved: read(form), edit: Number(editOf(form)?.value) || 0, tries: 0, state: "" };
  jobs.set(url, job);
  form.addEventListener("change", () => change(job));
  form.addEventListener("input", (event) => {
    if (event.target.type === "radio" || event.target.type === "checkbox") return;
    clearTimeout(job.typing);
    job.typing = setTimeout(change, 900, job);
    job.body = read(form);
    keep(job);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(job);
  });
  return job;
}

export function startAutosave() {
  bar = document.getElementById("save");
  if (!bar) return;
  document.querySelectorAll("form[data-autosave], form[data-save] fieldset.statement").forEach(adopt);

  for (const item of kept()) {
    let job = jobs.get(item.url);
    if ((job && item.edit <= job.edit) || Date.now() - item.at > KEPT_FOR) {
      forget(item); // it had arrived, the server holds a newer one, or nobody waits for it any more
      continue;
    }
    if (job) {
      const values = Object.fromEntries(new URLSearchParams(item.body));
      fill(job.form, values.sheet ? values : { answer: "", bookmark: "", started: "", ...values });
    } else {
      job = { url: item.url, tries: 0 };
      jobs.set(item.url, job);
    }
    job.edit = item.edit;
    job.body = item.body;
    say(job, "saving", bar.dataset.saving);
    send(job);
  }

  addEventListener("pagehide", () => jobs.forEach((job) => job.typing && change(job)));
  addEventListener("online", () => jobs.forEach((job) => job.state === "waiting" && send(job)));
  // A tap under way is stored here and travels on by itself (keepalive); warn only when saving does not succeed.
  addEventListener("beforeunload", (event) => {
    const lost = (job) => job.state === "waiting" || (job.state === "refused" && job.body !== job.saved);
    if ([...jobs.values()].some(lost)) event.preventDefault();
  });
}
