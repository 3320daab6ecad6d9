// Texts of the pages against the translations: nothing may stand there in the other language.
import { readFile } from "node:fs/promises";

const unquote = (line) => JSON.parse(line.slice(line.indexOf('"')));

// [{ id, plural, texts }] of a .po file.
function parsePo(text) {
  const entries = [];
  let entry, at;
  for (const line of text.split("\n")) {
    if (line.startsWith("#~") || line.startsWith("#")) continue;
    if (/^msgctxt /.test(line)) {
      at = undefined;
    } else if (/^msgid /.test(line)) {
      entry = { id: unquote(line), texts: [] };
      entries.push(entry);
      at = ["id"];
    } else if (/^msgid_plural /.test(line)) {
      entry.plural = unquote(line);
      at = ["plural"];
    } else if (/^msgstr/.test(line)) {
      entry.texts.push(unquote(line));
      at = ["texts", entry.texts.length - 1];
    } else if (line.startsWith('"') && at) {
      if (at.length === 1) entry[at[0]] += unquote(line);
      else entry.texts[at[1]] += unquote(line);
    }
  }
  return entries.filter((e) => e.id !== "");
}

const squeeze = (text) => text.replace(/\s+/g, " ").trim();
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const HOLE = /%(?:\d+\$)?l*[dsu]|%%/g;

// "%d of %d" as a pattern of the whole text; undefined when it says too little without its arguments.
function pattern(text) {
  const fixed = text.replace(HOLE, " ");
  const words = fixed.match(/[a-zà-ÿ]{3,}/gi) ?? [];
  if (/%(\d+\$)?s/.test(text) ? words.length < 2 : !/[a-z]{2}/i.test(fixed)) return undefined;
  const holes = squeeze(text).match(HOLE).map((h) => (h === "%%" ? "%" : h.endsWith("s") ? ".{1,80}?" : "[\\d.,\\s-]+"));
  return new RegExp(`^${squeeze(text).split(HOLE).map((part, i) => literal(part) + (holes[i] ?? "")).join("")}$`);
}

function catalogue(texts, not) {
  const plain = new Set();
  const patterns = [];
  for (const text of texts) {
    if (!/[a-z]{2}/i.test(text) || not.has(squeeze(text))) continue;
    if (text.match(HOLE)) patterns.push(pattern(text));
    else plain.add(squeeze(text));
  }
  const list = patterns.filter(Boolean);
  return (text) => plain.has(text) || list.some((p) => p.test(text));
}

// Words that never stand in a sentence of the other language. Names and codes are left alone.
const ENGLISH = /\b(the|and|your|you|with|this|that|which|from|have|what|who)\b/i;
const DUTCH = /\b(het|een|voor|jullie|niet|wij|met|zijn|wordt|ook|deze|naar)\b/gi;

export async function loadWords(po) {
  const entries = parsePo(await readFile(`${po}/nl.po`, "utf8")).concat(parsePo(await readFile(`${po}/nl_BE.po`, "utf8")));
  const english = new Set();
  const dutch = new Set();
  for (const e of entries) {
    [e.id, e.plural].filter(Boolean).forEach((t) => english.add(squeeze(t)));
    e.texts.filter(Boolean).forEach((t) => dutch.add(squeeze(t)));
  }
  const isEnglish = catalogue(english, dutch);
  const isDutch = catalogue(dutch, english);
  return {
    untranslated: entries.filter((e) => e.texts.every((t) => t === "")).length,
    // texts of one page: [{ text, where }]; free = holds what people typed, of any language.
    wrong(lang, texts, free) {
      const dutchPage = lang.startsWith("nl");
      return texts
        .filter(({ text }) => (dutchPage ? isEnglish(text) || ENGLISH.test(text) : isDutch(text) || (!free && (text.match(DUTCH) ?? []).length > 1)))
        .map(({ text, where }) => `"${text.slice(0, 100)}" in ${where}`);
    },
  };
}

// Runs in a blank page: every text a person meets, with attributes, but for code and other languages.
export function textsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const lang = page.documentElement.lang;
  const found = new Map();
  const add = (element, text, where) => {
    const squeezed = text.replace(/\s+/g, " ").trim();
    const own = element.closest("[lang]")?.lang ?? lang;
    if (squeezed === "" || own.slice(0, 2) !== lang.slice(0, 2) || element.closest("code, .code, pre, script, textarea")) return;
    if (!found.has(squeezed)) found.set(squeezed, where);
  };
  const walker = page.createTreeWalker(page.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const where = `<${parent.localName}${parent.className ? ` class="${parent.className}"` : ""}>`;
    const parts = parent.localName === "title" ? walker.currentNode.data.split(" · ") : [walker.currentNode.data];
    for (const part of parts) add(parent, part, where);
  }
  for (const element of page.querySelectorAll("*"))
    for (const { name, value } of element.attributes)
      if (/^(aria-label|alt|title|placeholder|data-label|data-copied)$/.test(name) || (element.id === "save" && /^data-(?!owner)/.test(name)))
        add(element, value, `${name} of <${element.localName}>`);
  return [...found].map(([text, where]) => ({ text, where }));
}
