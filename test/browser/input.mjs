// Bad input: every field of every form gets what it does not expect. The answer is a page, with the message at the
// field in Dutch and the form filled again; never an error of ours.
import { routeOf } from "./lib/server.mjs";
import { makeCast, makePlan } from "./lib/plan.mjs";
import { loadWords, textsOf } from "./lib/words.mjs";

// What may be accepted comes last: it can make the form go away.
const CASES = {
  "left empty": { bytes: "" },
  "too long": { long: true },
  "wrong type": { wrong: true },
  NUL: { bytes: "een\0twee", garbled: true },
  "not UTF-8": { raw: "%ff%fe%80", garbled: true },
  emoji: { bytes: "👩🏽‍🌾🧅🚲🏳️‍🌈" },
  "right to left": { bytes: "مرحبا \u202eabc\u202c עברית" },
};
const WRONG = { email: "geen adres", url: "javascript:alert(1)", number: "twaalf", date: "31-02-2027", select: "bestaat-niet",
  radio: "bestaat-niet", checkbox: "bestaat-niet", hidden: "'\"><script>alert(1)</script>" };
const TOO_LONG = 30000; // characters: over every field's limit, under the cap of most routes

// Runs in a blank page: the forms of a page with what they would send as they stand.
function formsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.forms].map((form) => ({
    method: (form.getAttribute("method") ?? "get").toUpperCase(),
    action: form.getAttribute("action"),
    multipart: form.getAttribute("enctype") === "multipart/form-data",
    autosave: form.hasAttribute("data-autosave"),
    fields: [...form.elements].filter((e) => e.name && e.localName !== "button" && e.localName !== "fieldset").map((e) => ({
      name: e.name,
      type: e.localName === "select" ? "select" : e.localName === "textarea" ? "textarea" : e.type,
      value: e.value,
      checked: e.checked,
      required: e.required,
      unseen: e.hidden,
      secret: /one-time-code|password/.test(e.autocomplete) || e.type === "password",
      options: e.localName === "select" ? [...e.options].map((o) => o.value) : [],
    })),
  }));
}

// What an answer says about one field.
function verdictOf([html, name]) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fields = [...page.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  // A page may hold the same form for many statements: the one that came back is the one that is marked.
  const field = fields.find((f) => f.getAttribute("aria-invalid") === "true") ?? fields[0];
  const described = (field?.getAttribute("aria-describedby") ?? field?.closest("fieldset")?.getAttribute("aria-describedby") ?? "").split(" ");
  const at = described.map((id) => page.getElementById(id)).find((e) => e?.matches(".utrecht-form-field-error-message")) ??
    field?.closest(".utrecht-form-field")?.querySelector(".utrecht-form-field-error-message");
  return {
    there: Boolean(field),
    message: at?.textContent.trim() ?? "",
    any: [...page.querySelectorAll(".utrecht-form-field-error-message, main li, main .title__sub, [role=alert]")].some((e) => e.textContent.trim() !== ""),
    summary: Boolean(page.querySelector("#fouten a[href]")),
    value: field ? (field.localName === "textarea" ? field.value : field.getAttribute("value")) : undefined,
    invalid: field?.getAttribute("aria-invalid") === "true" || Boolean(at),
    edits: [...page.querySelectorAll("[name=edit]")].map((e) => e.getAttribute("value")),
    values: Object.fromEntries([...page.querySelectorAll("input[name]:not([type=radio],[type=checkbox],[type=hidden],[type=password],[type=file]), textarea[name]")]
      .filter((e) => e.name !== field?.name || e === field)
      .map((e) => [e.name, e.localName === "textarea" ? e.value : e.getAttribute("value") ?? ""])),
  };
}

let serial = 0;
function plausible(field) {
  serial += 1;
  const by = { email: `persoon${serial}@voorbeeld.example`, url: "https://www.voorbeeld.example/", number: field.value || "6", date: "2027-03-01",
    password: "een lange zin met vijf woorden" };
  if (field.value !== "" && field.type !== "password") return field.value;
  if (field.type === "file") return "";
  if (field.name === "rows") return `Jan Peeters\tjan${serial}@voorbeeld.example\tWelzijn`;
  if (field.name.includes("smtp")) return "";
  return field.required || field.type === "textarea" ? (by[field.type] ?? `Voorbeeld ${serial}`) : "";
}

// Name and value pairs of the form filled in well.
function good(form) {
  const pairs = [];
  const radios = new Set();
  for (const f of form.fields) {
    if (f.name === "csrf" || f.type === "file") continue;
    if (f.type === "radio") {
      if (f.checked) {
        const at = pairs.findIndex(([name]) => name === f.name);
        if (at >= 0) pairs[at][1] = f.value;
        else pairs.push([f.name, f.value]);
      } else if (!radios.has(f.name) && !pairs.some(([name]) => name === f.name)) {
        pairs.push([f.name, f.value]);
      }
      radios.add(f.name);
    } else if (f.type === "checkbox") {
      if (f.checked) pairs.push([f.name, f.value]);
    } else if (f.type === "select") {
      pairs.push([f.name, f.value || (f.required ? f.options.find(Boolean) : "") || ""]);
    } else {
      pairs.push([f.name, f.type === "hidden" ? f.value : plausible(f)]);
    }
  }
  return pairs;
}

const code = encodeURIComponent;

function bodyOf(pairs, name, text, raw) {
  const others = pairs.filter(([n]) => n !== name).map(([n, v]) => `${code(n)}=${code(v)}`);
  return others.concat(`${code(name)}=${raw ?? code(text)}`).join("&");
}

function multipartOf(pairs, name, text, raw) {
  const form = new FormData();
  for (const [n, v] of pairs) if (n !== name) form.append(n, v);
  form.append(name, raw ? new Blob([Buffer.from([0xff, 0xfe, 0x80])]) : text);
  return form;
}

function valueFor(kind, field) {
  if (kind.long) return field.type === "email" ? `${"a".repeat(TOO_LONG)}@voorbeeld.example` : field.type === "url" ? `https://x.example/${"a".repeat(TOO_LONG)}` : "x".repeat(TOO_LONG);
  if (kind.wrong) return WRONG[field.type];
  return kind.bytes;
}

// What a person can type; anything else is only sent by a program: a page must answer, whatever it says.
const TYPED = ["text", "email", "url", "number", "date", "search", "tel", "password", "textarea"];

// What an earlier try left behind changes what a later one meets: a form that is gone because it was accepted, and, where
// the page was made from an older text, both texts side by side instead of messages.
function isSettled(answer, verdict, form, pairs) {
  const edit = pairs.find(([name]) => name === "edit")?.[1];
  return answer.status === 422 && ((form.accepted && !verdict.there) ||
    (edit !== undefined && verdict.edits.length > 0 && !verdict.edits.includes(edit)));
}

function judge(answer, verdict, field, kind, sent, form, pairs, english) {
  const { status } = answer;
  if (form.method === "GET" && kind.garbled && status === 400) return [];
  if (status === 429 || status === 409) return []; // tried often enough; settled by an earlier try
  if (isSettled(answer, verdict, form, pairs)) return [];
  if (![200, 303, 422].includes(status)) return [`status ${status} instead of a page with the form`];
  const unchosen = ["radio", "select"].includes(field.type) && field.required && kind.bytes === "" && !field.preset;
  const typed = TYPED.includes(field.type) && !field.unseen;
  const refuse = unchosen || (typed && form.method === "POST" && ((kind.bytes === "" && field.required) || kind.long ||
    (kind.wrong && ["email", "url", "number", "date"].includes(field.type))));
  const problems = [];
  if (refuse && status !== 422) problems.push(`accepted with ${status}`);
  if (status !== 422) return problems;
  if (!typed && !unchosen) return verdict.any ? english : ["no message at all"];
  if (!verdict.there) return ["the form did not come back"];
  if (!verdict.any) problems.push("no message at all");
  if (!answer.text.includes("<title>Fout")) problems.push("the title does not begin with Fout");
  if (refuse && verdict.message === "") problems.push("no message at the field");
  if (refuse && !verdict.invalid) problems.push("the field is not marked as wrong");
  if (refuse && !verdict.summary) problems.push("no summary of messages with a link");
  const same = (a, b) => a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
  if (refuse && typed && !field.secret && verdict.value !== undefined && !same(verdict.value ?? "", sent))
    problems.push(`the field came back as "${(verdict.value ?? "").slice(0, 40)}"`);
  for (const [name, value] of pairs)
    if (name !== field.name && name in verdict.values && value !== "" && !same(verdict.values[name], value))
      problems.push(`${name} came back as "${verdict.values[name].slice(0, 40)}" instead of "${value.slice(0, 40)}"`);
  return problems.concat(english);
}

export async function run({ tap, server, routes, browser, po, only }) {
  const people = await makeCast(server);
  const { pages, known } = await makePlan(server, routes, people);
  const words = await loadWords(po);
  const blank = await browser.newPage();
  const tried = new Set();
  let sentCount = 0;

  for (const page of pages.filter((p) => p.url)) {
    const client = people[page.person];
    const html = await client.get(page.url);
    if (!html.type.startsWith("text/html")) continue;
    for (const form of await blank.evaluate(formsOf, html.text)) {
      const action = form.action || html.url;
      const route = routeOf(routes, form.method, action);
      const name = `${form.method} ${route?.pattern ?? action}`;
      const shape = `${name} ${[...new Set(form.fields.map((f) => f.name.replace(/\[.*/, "[]")))].join(" ")}`;
      if (tried.has(shape) || (only && !name.includes(only))) continue;
      tried.add(shape);
      if (!route) {
        tap.check(`input: ${name} on ${page.name}: leads to a route`, "no route has this address");
        continue;
      }
      // Hidden fields and ticks alone need no person's typing, but are tried as well.
      const fields = form.fields.filter((f, i) => f.name !== "csrf" && f.type !== "file" &&
        form.fields.findIndex((o) => o.name.replace(/\[.*/, "") === f.name.replace(/\[.*/, "")) === i);
      for (const field of fields) {
        field.preset = form.fields.some((f) => f.name === field.name && f.checked) || (field.type === "select" && field.value !== "");
        const bad = [];
        for (const [what, kind] of Object.entries(CASES)) {
          const text = valueFor(kind, field);
          if (text === undefined && !kind.raw) continue;
          const pairs = good(form);
          let answer;
          if (form.method === "GET") {
            answer = await client.get(`${action}?${bodyOf(pairs, field.name, (text ?? "").slice(0, 3000), kind.raw)}`);
          } else {
            const all = [["csrf", await client.csrf(page.url)], ...pairs];
            answer = await client.post(action, form.multipart ? multipartOf(all, field.name, text, kind.raw) : bodyOf(all, field.name, text, kind.raw));
          }
          sentCount += 1;
          form.accepted ||= answer.status === 303;
          const verdict = await blank.evaluate(verdictOf, [answer.text, field.name]);
          const messages = answer.status === 422 ? (await blank.evaluate(textsOf, answer.text)).filter((t) => /error|alert/.test(t.where)) : [];
          bad.push(...judge(answer, verdict, field, kind, text ?? "", form, pairs, words.wrong("nl", messages)).map((p) => `${what}: ${p}`));
        }
        tap.check(`input: ${name}: ${field.name} (${field.type})`, bad);
      }
    }
  }
  tap.note(`input: ${sentCount} requests`);

  await files({ tap, people, known, blank });
  await blank.close();

  // Beyond the cap of a route: a page that says so.
  for (const [person, from, to, size] of [["nobody", "/quickscan", "/quickscan", 70000], ["nobody", "/aanmelden", "/aanmelden", 2000000]]) {
    const client = people[person];
    const answer = await client.post(to, { csrf: await client.csrf(from), x: "x".repeat(size) });
    tap.check(`input: POST ${to} with ${size} bytes: 413 with a page`, [answer.status !== 413 && `status ${answer.status}`, !/<h1>/.test(answer.text) && "no page"]);
  }
}

// Files that cannot be: the message stands at the file.
async function files({ tap, people, known, blank }) {
  const round = `/organisatie/${known.org}/scan/${known.round}`;
  const evidence = `${round}/bewijs/${known.statement}`;
  const imports = `/organisatie/${known.org}/scan/invoeren`;
  const big = new Uint8Array(11 * 1024 * 1024).fill(65);
  for (const [what, who, url, name, bytes, status] of [
    ["a program as evidence", "member", evidence, "virus.exe", "MZ\0\0", 422],
    ["a page named as a picture", "member", evidence, "foto.png", "<html><script>alert(1)</script>", 422],
    ["an empty file as evidence", "member", evidence, "leeg.pdf", "", 422],
    ["11 MB as evidence", "member", evidence, "groot.pdf", big, 413],
    ["a file name of 250 characters", "member", evidence, "é".repeat(123) + ".pdf", "%PDF-1.4\n%%EOF", 303],
    ["an import that is no spreadsheet", "guide", imports, "scan.xlsx", "PK\u0003\u0004 niets", 422],
    ["an import of an empty CSV", "guide", imports, "scan.csv", "", 422],
    ["an import with columns of something else", "guide", imports, "scan.csv", "naam;leeftijd\nJan;3\n", 422],
  ]) {
    const client = people[who];
    const form = new FormData();
    const page = await client.get(url);
    const shape = (await blank.evaluate(formsOf, page.text)).find((f) => f.multipart);
    if (!shape) {
      tap.check(`input: ${what}`, `no form for files on ${url.replace(/\d+/g, "N")}`);
      continue;
    }
    for (const [n, v] of [["csrf", await client.csrf(url)], ...good(shape)]) form.append(n, v);
    const field = shape.fields.find((f) => f.type === "file").name;
    form.append(field, new Blob([bytes]), name);
    const answer = await client.post(url, form);
    const verdict = await blank.evaluate(verdictOf, [answer.text, field]);
    tap.check(`input: ${what}: ${status}`, [answer.status !== status && `status ${answer.status}`,
      answer.status === 422 && verdict.message === "" && "no message at the file"]);
  }
}
