// Live sessions: a desk, a beamer and phones at once. Nothing is reloaded that should come by itself: every step waits until it stands there.
import { addItem, agendaOf, codeIn, ITEMS, join, lead, makeSession, respond, start } from "./lib/agenda.mjs";
import { PHONE, sideways, WIDE } from "./lib/browser.mjs";
import { Client } from "./lib/client.mjs";
import { makeCast } from "./lib/plan.mjs";
import { answerSheet, at, BEAMER, counted, look, reads, Room, saved, writeNote } from "./lib/room.mjs";
import { assert, Journeys, path as pathOf, SUBMIT } from "./lib/walk.mjs";

const HALL = { width: 1920, height: 1080 };
const NASTY = '<script>document.title="fout"</script> <b>vet</b> & "zo" 🌱👩🏽‍🌾';

/* ---- what holds in every state ---------------------------------------------------------------------------- */

// What does not fit on a beamer: there is nobody to scroll it. Long texts may end in an ellipsis; no text stands on another.
function overflow() {
  const out = [];
  const lines = [];
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight + 1) out.push(`${page.scrollHeight} px high in ${innerHeight}`);
  if (page.scrollWidth > innerWidth + 1) out.push(`${page.scrollWidth} px wide in ${innerWidth}`);
  const text = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (text.nextNode()) {
    const parent = text.currentNode.parentElement, said = text.currentNode.data.trim().slice(0, 60);
    if (said === "" || parent.closest(".visually-hidden, template, details:not([open])")) continue;
    const range = document.createRange();
    range.selectNodeContents(text.currentNode);
    const box = range.getBoundingClientRect();
    let bottom = box.bottom;
    if (box.width === 0) continue;
    for (let e = parent; e.localName !== "main"; e = e.parentElement) {
      const frame = e.getBoundingClientRect(), style = getComputedStyle(e);
      if (style.webkitLineClamp !== "none") bottom = Math.min(bottom, frame.bottom);
      else if (style.overflowY !== "visible" && (bottom > frame.bottom + parseFloat(style.fontSize) / 3 || box.top < frame.top - 4)) {
        out.push(`hidden in .${e.className}: ${said}`); // (letters are higher than their line)
        break;
      }
    }
    if (!parent.closest("svg")) for (const r of range.getClientRects()) if (r.width > 2 && (r.top + r.bottom) / 2 < bottom) lines.push({ r, said });
    if (bottom > innerHeight + 1 || box.right > innerWidth + 1) out.push(`cut off at ${Math.round(box.right)}, ${Math.round(bottom)}: ${said}`);
  }
  lines.forEach(({ r: a, said }, i) => lines.slice(i + 1).forEach(({ r: b, said: other }) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (said !== other && wide > 4 && high > Math.min(a.height, b.height) / 2) out.push(`“${said}” stands on “${other}”`);
  }));
  return out.slice(0, 4);
}

let pictures = 0;

// Whatever the room is at: the beamer holds it without scrolling, the phones without scrolling sideways.
async function looksGood(room, name) {
  const problems = [];
  const folder = process.env.PICTURES;
  const label = `${folder}/session-${String(++pictures).padStart(3, "0")}-${name.replace(/\W+/g, "-")}`;
  if (room.screen)
    for (const size of [HALL, BEAMER]) {
      await room.screen.setViewportSize(size);
      problems.push(...(await room.screen.evaluate(overflow)).map((p) => `beamer ${size.width}, ${name}: ${p}`));
      if (folder) await room.screen.screenshot({ path: `${label}-beamer-${size.width}.png` });
    }
  for (const [i, phone] of (room.phones ?? []).entries()) {
    problems.push(...(await sideways(phone)).map((p) => `phone, ${name}: ${p}`));
    if (folder && i < 2) await phone.screenshot({ path: `${label}-phone-${i + 1}.png`, fullPage: true });
  }
  if (folder && room.desk) await room.desk.screenshot({ path: `${label}-desk.png`, fullPage: true });
  assert(problems.length === 0, problems.join("; "));
}

const result = (page) => page.locator("#room [data-part=result]").first();
const shows = async (page) => (await page.locator("#room .sheet-result").count()) > 0;

/* ---- eight clicks ---------------------------------------------------------------------------------------------- */

function clicks(j) {
  let guide, phone, code, count = 0;
  const click = async (locator) => {
    count += 1;
    await locator.first().click();
  };
  return j.walk("a running session with a joined phone", {
    "from the start page the guide opens a room": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url("/"));
      await click(guide.locator('a[href="/organisaties"]'));
      await guide.waitForURL("**/organisatie/*");
      await click(guide.locator('a[href$="/sessie"]'));
      await guide.waitForURL("**/sessie");
      await click(guide.locator('main a[href$="/sessie/nieuw"]'));
      await guide.waitForURL("**/sessie/nieuw");
      await click(guide.locator("label:has(input[name=template][value=start-short])"));
      await click(guide.locator(`main form[action$="/sessie/nieuw"] ${SUBMIT}`));
      await guide.waitForURL(/\/sessie\/\d+/);
      await click(guide.locator(`main form[action$="/starten"] ${SUBMIT}`));
      await guide.waitForURL("**/regie");
      code = codeIn(await guide.locator("#room").innerText());
      assert(code, "the desk shows no code");
    },
    "a phone joins with a code in lower case and with spaces": async (me) => {
      phone = await me.visitor({ viewport: PHONE });
      await phone.goto(j.url("/meedoen"));
      await phone.locator("input[name=code]").fill(` ${code.toLowerCase().replace("-", " ")} `);
      await click(phone.locator(`main form[action="/meedoen"] ${SUBMIT}`));
      await phone.waitForURL("**/meedoen/*");
      await click(phone.locator(`main form[action^="/meedoen/"] ${SUBMIT}`));
      await phone.waitForURL("**/deelnemen/*");
    },
    "the desk sees it by itself": async () => {
      await guide.waitForFunction(() => /\b1\b/.test(document.querySelector("[data-part=people] h2").textContent));
      assert(count <= 8, `it took ${count} clicks`);
      return `${count} clicks`;
    },
    "a wrong code is told at the field, and what was typed stays": async (me) => {
      const other = await me.visitor({ viewport: PHONE });
      await other.goto(j.url("/meedoen"));
      await other.locator("input[name=code]").fill("ZZZZ-ZZZZ");
      await other.locator(`main form[action="/meedoen"] ${SUBMIT}`).click();
      await other.locator("input[name=code][aria-invalid=true]").waitFor();
      assert((await other.locator("input[name=code]").inputValue()) === "ZZZZ-ZZZZ", "the code is gone");
    },
  });
}

/* ---- every method ------------------------------------------------------------------------------------------------ */

const named = (room, title) => room.agenda.find((i) => i.title === title)?.id;

async function openRoom(j) {
  const { guide } = j.people;
  const known = /value="([^"]+)">/.exec((await guide.get(`${j.org}/sessie/nieuw`)).text);
  assert(known, "no form for a new session");
  const at = await makeSession(guide, j.org, { title: "Alles in een sessie", minutes: 120 });
  const missing = [];
  for (const { kind, ...item } of ITEMS) {
    const offered = (await guide.get(`${at}/onderdeel/nieuw?werkvorm=${item.method}`)).text.includes('name="title"');
    if (offered) await addItem(guide, at, item);
    else missing.push(item.method);
  }
  await addItem(guide, at, { method: "poll", title: "Zeg het hier vrijuit", parts: "Zeker wel\nZeker niet", anonymous: "ja" });
  await start(guide, at);
  const room = await Room.of(j, at);
  room.agenda = await agendaOf(guide, at);
  await room.openDesk();
  await room.openScreen();
  room.member = await room.openPhone("", { client: j.people.member });
  room.guest = await room.openPhone("Gast met een naam");
  room.plain = await room.openPhone("Zonder script", { scripts: false });
  room.phones = [room.member, room.guest, room.plain];
  return { room, missing };
}

function sheets(j, room) {
  const walks = ITEMS.filter((i) => i.kind === "sheet" && named(room, i.title));
  return walks.reduce(async (before, { method, title }) => {
    await before;
    const id = named(room, title);
    await j.walk(`${method} (${title})`, {
      "opens on phones and beamer by itself": async () => {
        await room.open(id);
        await room.arrive(room.phones);
        await reads(room.screen, title, "h1");
        assert((await room.member.locator("#room .promise").count()) === 1, "phones do not say who sees it");
        await looksGood(room, `${method} empty`);
      },
      "all answer, also without a script, and the desk counts them": async () => {
        await answerSheet(room.member, 0);
        await counted(room.desk, 1, 3);
        await looksGood(room, `${method} one`);
        await answerSheet(room.guest, 1);
        await answerSheet(room.plain, 1);
        await counted(room.desk, 3, 3);
      },
      "only the desk sees the result": async () => {
        await room.desk.locator("#room .sheet-result").waitFor();
        for (const page of [...room.phones, room.screen]) assert(!(await shows(page)), `${pathOf(page)} shows it too`);
      },
      "an answer is changed while it is open": async () => {
        const before = await result(room.desk).innerHTML();
        await answerSheet(room.guest, 2);
        await room.desk.waitForFunction((was) => document.querySelector("#room [data-part=result]").innerHTML !== was, before);
        await counted(room.desk, 3, 3);
      },
      "revealed, everybody sees it": async () => {
        await room.reveal();
        await look(room.plain);
        for (const page of [...room.phones, room.screen]) await page.locator("#room .sheet-result").first().waitFor();
        await looksGood(room, `${method} revealed`);
      },
      "closed, and asked once more: the first round stands beside the second": async () => {
        await room.shut();
        await room.guest.waitForFunction(() => !document.querySelector("#room form[data-sheet] #keuze:not([disabled])"));
        await looksGood(room, `${method} closed`);
        await room.again();
        await room.arrive(room.phones);
        for (const page of [...room.phones, room.screen]) assert(!(await shows(page)), `${pathOf(page)} shows the second round already`);
        for (const phone of room.phones) await answerSheet(phone, 1);
        await counted(room.desk, 3, 3);
        await room.lead("close", `${id}-2-closed`);
        await room.reveal();
        await room.screen.locator("#room .sheet-result").first().waitFor();
        const compared = await result(room.desk).locator("td[data-label], .sheet-word").count();
        assert(compared > 0, "the first round does not stand beside the second");
        await looksGood(room, `${method} twice`);
      },
    }, room.pages);
  }, Promise.resolve());
}

async function cards(j, room) {
  await j.walk("talk and cards", {
    "words are on everywhere": async () => {
      room.item = named(room, "Welkom in de zaal");
      await room.open(room.item);
      await reads(room.member, "iedereen", "#room");
      await reads(room.screen, "iedereen", "#room");
      await looksGood(room, "talk");
    },
    "cards turn at the desk and follow on phone and beamer; only the desk sees what to say": async () => {
      await room.open(named(room, "Wat is MVO?"));
      await reads(room.guest, "Eerste kaart", "#room");
      await reads(room.desk, "zeg dit erbij", "#room");
      await room.desk.locator("#room form:has(input[name=turn][value='1']) button").click();
      for (const page of [room.guest, room.screen]) await reads(page, "Tweede kaart", "#room");
      for (const page of [room.guest, room.screen]) assert(!(await page.locator("main").innerText()).includes("zeg dit erbij"), "speaker notes outside the desk");
      await looksGood(room, "cards");
    },
    "the clock counts, is lengthened and stopped": async () => {
      const clock = room.desk.locator("#room [data-part=clock] [data-until]");
      const before = Number(await clock.getAttribute("data-until"));
      await room.lead("add");
      await room.desk.waitForFunction((was) => Number(document.querySelector("#room [data-part=clock] [data-until]")?.dataset.until) > was, before);
      await room.lead("stop");
      await room.screen.locator("#room .clock--still").waitFor();
      await room.lead("go");
      await room.screen.locator("#room [data-until]").waitFor();
    },
    "who presses two buttons in a row leads alone: both count, and nobody else is blamed": async () => {
      const before = Number(await room.desk.locator("#room [data-part=clock] [data-until]").getAttribute("data-until"));
      const seconds = await room.desk.evaluate(() => {
        const more = [...document.querySelectorAll("#room form:has(input[name=do][value=add])")].filter((f) => Number(f.elements.seconds.value) > 0);
        for (const form of more) form.querySelector("button").click();
        return more.map((f) => Number(f.elements.seconds.value));
      });
      assert(seconds.length > 1, `one button for more time: ${seconds}`);
      const due = before + 1000 * seconds.reduce((a, b) => a + b);
      await room.desk.waitForFunction((t) => Number(document.querySelector("#room [data-part=clock] [data-until]")?.dataset.until) >= t - 2000, due);
      const said = (await room.desk.locator("#room .room__message").allTextContents()).join("");
      assert(said === "", `the desk says: ${said}`);
    },
  }, room.pages);
}

async function quiz(j, room) {
  const turn = (n) => room.desk.locator(`#room form:has(input[name=turn][value="${n}"]) button`).click();
  await j.walk("quiz", {
    "a question, two answers, the answer explained": async () => {
      await room.open(named(room, "Wat weten we al?"));
      await room.arrive(room.phones);
      await answerSheet(room.member, 0);
      await answerSheet(room.guest, 1);
      await answerSheet(room.plain, 1);
      await counted(room.desk, 3, 3);
      assert(!(await room.guest.locator("#room").innerText()).includes("Zeventien"), "the explanation is there too early");
      await looksGood(room, "quiz asked");
      await turn(1);
      for (const page of [room.guest, room.screen]) await reads(page, "Zeventien", "#room");
      await looksGood(room, "quiz told");
    },
    "the last question, and then the own score on the own phone": async () => {
      await turn(2);
      await reads(room.desk, "Voor wie gelden ze?", "#room");
      await look(room.plain);
      for (const phone of room.phones) {
        await reads(phone, "Voor wie gelden ze?", "#room");
        await answerSheet(phone, 0);
      }
      await turn(3);
      await turn(4);
      await room.desk.locator("#room form:has(input[name=turn][value='4'])").waitFor({ state: "detached" });
      for (const phone of room.phones) {
        if (!phone.scripts) await look(phone);
        await phone.locator("#room [data-own] b").first().waitFor();
      }
      await looksGood(room, "quiz scores");
    },
  }, room.pages);
}

async function notes(j, room) {
  const sort = () => `${room.path}/regie/onderdeel/${room.item}/groepen`;
  const move = async (form, button) => {
    await Promise.all([room.sorter.waitForEvent("load"), room.sorter.locator(`main form[action$="${form}"] button[name=doe][value=${button}]`).first().click()]);
  };
  await j.walk("notes", {
    "everybody writes alone": async () => {
      await room.open(named(room, "Wat leeft er?"));
      await room.arrive(room.phones);
      await looksGood(room, "notes empty");
      await writeNote(room.member, "Te veel papier");
      await writeNote(room.guest, NASTY);
      await writeNote(room.guest, "De kopieermachine staat altijd aan");
      await writeNote(room.plain, "Zonder script geschreven");
      await reads(room.desk, "Zonder script geschreven", "#room");
      await reads(room.desk, "Te veel papier", "#room");
      await reads(room.desk, NASTY, "#room");
      for (const page of [room.member, room.screen]) assert(!(await page.locator("main").innerText()).includes("kopieermachine"), `${pathOf(page)} shows a note of somebody else`);
    },
    "an own note is changed and taken back": async () => {
      const own = room.member.locator("#room [data-part=own]");
      await own.locator("summary").first().click();
      await own.locator("form textarea").fill("Veel te veel papier");
      await own.locator("button[name=doe][value=wijzig]").click();
      await reads(room.desk, "Veel te veel papier", "#room");
      await writeNote(room.member, "Deze mag weg");
      await reads(room.desk, "Deze mag weg", "#room");
      const last = own.locator("li", { hasText: "Deze mag weg" });
      await last.locator("summary").click();
      await last.locator("button[name=doe][value=weg]").click();
      await room.desk.locator("#room", { hasText: "Deze mag weg" }).waitFor({ state: "hidden" });
    },
    "what is typed outlives what others send": async () => {
      await room.member.locator("#room form[data-note] [name=text]").first().fill("Half getypt");
      await writeNote(room.guest, "Intussen van een ander");
      await reads(room.desk, "Intussen van een ander", "#room");
      await room.lead("add");
      await reads(room.member, "Wat leeft er?", "h1");
      assert((await room.member.locator("#room form[data-note] [name=text]").first().inputValue()) === "Half getypt", "it is gone");
    },
    "shown as text, whatever it is": async () => {
      await room.reveal();
      for (const page of [room.member, room.guest, room.screen]) await reads(page, NASTY, "#room");
      assert((await room.member.locator("#room form[data-note] [name=text]").first().inputValue()) === "Half getypt", "what was typed is gone after revealing");
      for (const page of room.pages) assert(!(await page.title()).includes("fout"), "the script ran");
      await looksGood(room, "notes revealed");
    },
    "groups at the desk": async () => {
      room.sorter = await room.page({ client: j.people.guide, viewport: WIDE });
      await room.sorter.goto(j.url(sort()));
      for (const box of await room.sorter.locator("main input[name^='notitie[']").all()) await box.check({ force: true });
      await room.sorter.locator("#nieuw").fill("Papier en print");
      await move("/groepen", "groep");
      await room.sorter.locator("input#naam").fill("Energie");
      await move("/groepen", "nieuw");
      await reads(room.sorter, "Papier en print");
      await reads(room.screen, "Papier en print", "#room");
      await looksGood(room, "notes grouped");
      if (process.env.PICTURES) await room.sorter.screenshot({ path: `${process.env.PICTURES}/session-groups.png`, fullPage: true });
    },
    "by keyboard alone: a note into a group, a branch under another": async () => {
      const page = room.sorter;
      const to = async (selector) => {
        for (let i = 0; i < 200; i++) {
          await page.keyboard.press("Tab");
          if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
        }
        throw new Error(`Tab does not come to ${selector}`);
      };
      const labels = () => page.locator("select#naar option").evaluateAll((all) => all.map((o) => [o.value, o.textContent.trim()]));
      const energy = (await labels()).find(([, label]) => label.endsWith("Energie"))[0];
      await page.locator("#naar").focus();
      await page.keyboard.type("En");
      assert((await page.locator("#naar").inputValue()) === energy, "typing does not choose the group");
      await to("input[name^='notitie[']");
      await page.keyboard.press("Space");
      // Enter in a form sends its first button: back to the button above.
      await page.locator("button[name=doe][value=groep]").focus();
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      const inEnergy = page.locator("main fieldset.sort-group", { has: page.locator("legend", { hasText: "Energie" }) });
      assert((await inEnergy.locator("input[name^='notitie[']").count()) === 1, "the note is not in the group");
      await page.locator(`#groep-${energy} details summary`).focus();
      await page.keyboard.press("Enter");
      await to("select[name=naar]");
      const other = (await page.locator(`#naar-${energy} option`).evaluateAll((all) => all.map((o) => o.value))).find((v) => v !== "0");
      await page.keyboard.press("End");
      assert((await page.locator(`#naar-${energy}`).inputValue()) === other, "the keys do not choose the branch");
      await to("button[name=doe][value=naar]");
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      await page.locator(`.sort-branch--2#groep-${energy}`).waitFor();
      const drawn = await page.locator("main .map-scroll svg").textContent();
      const outline = await page.locator("main details.print-open").textContent();
      for (const text of ["Energie", "Papier en print", "kopieermachine"])
        assert(drawn.includes(text) && outline.includes(text), `“${text}” does not stand in both the drawing and the list`);
    },
    "once more: the first notes stay": async () => {
      await room.sorter.close();
      room.pages = room.pages.filter((p) => p !== room.sorter);
      await room.shut();
      await looksGood(room, "notes closed");
      await room.again();
      await room.arrive(room.phones);
      await writeNote(room.guest, "Tweede ronde");
      await reads(room.desk, "Tweede ronde", "#room");
      await room.lead("close", `${room.item}-2-closed`);
      await room.reveal(); // what was never shown does not stand in the minutes either
      await reads(room.member, "Tweede ronde", "#room");
    },
  }, room.pages);
}

async function texts(j, room) {
  for (const [title, spots] of [["Eén woord vooraf", 1], ["De oogst", 3], ["Waarom eerst", 1], ["Het is 2032", 1]]) {
    const id = named(room, title);
    if (!id) continue;
    await j.walk(`texts (${title})`, {
      "written on two phones, hidden until shown": async () => {
        await room.open(id);
        await room.arrive(room.phones);
        await reads(room.screen, title, "h1");
        await looksGood(room, `${title} empty`);
        for (let spot = 0; spot < spots; spot++) await writeNote(room.member, `Van het lid ${spot}`, spots > 1 ? spot : undefined);
        await writeNote(room.guest, "Van de gast");
        await writeNote(room.plain, "Van wie geen script heeft");
        await reads(room.desk, "Van de gast", "#room");
        assert(!(await room.screen.locator("main").innerText()).includes("Van de gast"), "the beamer shows it already");
        assert(!(await room.member.locator("main").innerText()).includes("Van de gast"), "the other phone shows it already");
        await counted(room.desk, 3, 3);
      },
      "shown, closed": async () => {
        await room.reveal();
        await reads(room.member, "Van de gast", "#room");
        await reads(room.screen, title === "Het is 2032" ? "Van" : "Van de gast", "#room");
        await looksGood(room, `${title} revealed`);
        await room.shut();
        await room.guest.locator("#room form[data-note]").first().waitFor({ state: "hidden" });
        await looksGood(room, `${title} closed`);
      },
    }, room.pages);
  }
}

async function tables(j, room) {
  if (named(room, "De ronde van de tafel"))
    await j.walk("round table", {
      "everybody on the list, and who is on is told on the own phone": async () => {
        await room.open(named(room, "De ronde van de tafel"));
        await reads(room.guest, "De ronde van de tafel", "h1");
        await looksGood(room, "round empty");
        await room.desk.locator("#room button[name=doe][value=verzamel]").first().click();
        await reads(room.screen, "Gast met een naam", "#room");
        await room.desk.locator("#room form:has(input[name=turn][value='1']) button").waitFor();
        const mine = (phone) => phone.locator("#room [data-for]:not([hidden])");
        await look(room.plain);
        for (const phone of room.phones) await mine(phone).first().waitFor();
        await looksGood(room, "round one");
        const before = await room.screen.locator("#room .turn-screen__now").innerText();
        await room.desk.locator("#room form:has(input[name=turn][value='1']) button").click();
        await room.screen.waitForFunction((was) => document.querySelector("#room .turn-screen__now")?.innerText !== was, before);
      },
      "a note per speaker, and the list is gone when it closes": async () => {
        await room.desk.locator("#desk-text").fill("Zij wil minder papier");
        await room.desk.locator("#room form.note-form button").first().click();
        await reads(room.desk, "Zij wil minder papier", "#room");
        await room.lead("close");
        await room.desk.locator("#room .turn-list").waitFor({ state: "hidden" });
        await looksGood(room, "round closed");
      },
    }, room.pages);
  if (named(room, "Aan tafels"))
    await j.walk("parallel tables", {
      "two tables, a scribe, a harvest": async () => {
        await room.open(named(room, "Aan tafels"));
        await room.arrive(room.phones);
        await looksGood(room, "tables empty");
        await room.member.locator("#room button[name=tafel][value='1']").click();
        await room.guest.locator("#room button[name=tafel][value='2']").click();
        await room.guest.locator("#room #fold-scribe").waitFor();
        await room.member.locator("#room #fold-scribe").waitFor();
        await writeNote(room.guest, "Aankoop begint bij het bestek");
        await reads(room.desk, "Aankoop begint bij het bestek", "#room");
        const written = await room.desk.locator("#room [data-part=method]").innerText();
        assert(!written.includes("Gast met een naam"), "a scribe's name stands beside what a table says");
        await room.reveal();
        await reads(room.screen, "Aankoop begint bij het bestek", "#room");
        await looksGood(room, "tables revealed");
        await room.shut();
      },
    }, room.pages);
}

async function scan(j, room) {
  const id = named(room, "Samen de scan");
  if (!id) return;
  await j.walk("the scan together", {
    "a theme, answers of two, and what is agreed": async () => {
      await room.open(id);
      if (await room.desk.locator('#room form[action$="/ronde"]').count()) {
        const source = room.desk.locator("#room select[name=source]");
        await source.selectOption({ index: (await source.locator("option").count()) - 1 });
        await room.desk.locator('#room form[action$="/ronde"] button').click();
      }
      await room.member.locator("#room form[data-sheet]").waitFor();
      await look(room.plain);
      for (const phone of room.phones) {
        await phone.locator("#room form[data-sheet]").waitFor();
        await answerSheet(phone, 0);
      }
      await counted(room.desk, 3, 3);
      await looksGood(room, "scan asked");
      await room.desk.locator("#room form:has(input[name=turn][value='1']) button").click();
      await room.screen.locator("#room .scan-line").first().waitFor();
      await room.guest.locator("#room .counts").first().waitFor();
      const line = room.desk.locator('#room form[action$="/stelling"] button[name=answer][value=yes]').first();
      await line.click();
      await room.screen.locator("#room .utrecht-badge-status--success").first().waitFor();
      await looksGood(room, "scan agreed");
    },
  }, room.pages);
}

async function anonymous(j, room) {
  await j.walk("without names", {
    "phones say so before anybody answers": async () => {
      await room.open(named(room, "Zeg het hier vrijuit"));
      await room.arrive(room.phones);
      await room.guest.locator("#room .promise", { hasText: "5" }).waitFor();
      for (const phone of room.phones) await answerSheet(phone, 0);
      await counted(room.desk, 3, 3);
    },
    "three answers are too few: nobody sees a result, also not when it is shown": async () => {
      assert(!(await shows(room.desk)), "the desk shows it");
      await room.shut();
      await room.lead("reveal");
      await room.desk.locator("#room .room__message, #room form:has(input[name=do][value=hide])").first().waitFor();
      await look(room.plain);
      for (const page of [...room.phones, room.screen, room.desk]) {
        await reads(page, "Zeg het hier vrijuit", "h1");
        assert(!(await shows(page)), `${pathOf(page)} shows it`);
      }
      await looksGood(room, "anonymous few");
    },
  }, room.pages);
}

async function agreements(j, room) {
  const id = named(room, "Wat spreken we af?");
  if (!id) return;
  await j.walk("agreements", {
    "who does what by when grows on the beamer and the phones": async () => {
      await room.open(id);
      await reads(room.guest, "Wat spreken we af?", "h1");
      const form = room.desk.locator("#room form.agreement-form").first();
      await form.locator("[name=text]").fill("De facturen van 2025 opvragen");
      await form.locator("select[name=member]").selectOption({ index: 1 });
      await form.locator("button[type=submit]").first().click();
      for (const page of [room.guest, room.screen]) await reads(page, "De facturen van 2025 opvragen", "#room");
      await looksGood(room, "agreements");
    },
  }, room.pages);
}

async function end(j, room) {
  await j.walk("the end", {
    "phones and beamer say goodbye, and a phone shows what was answered by name": async () => {
      const button = room.desk.locator("#room form:has(input[name=do][value=end]) button");
      if (!(await button.isVisible())) await room.desk.locator("#room details:has(input[name=do][value=end]) summary").click();
      await button.click();
      await room.desk.locator(`#room a[href="${room.path}/verslag"]`).first().waitFor();
      await look(room.plain);
      for (const page of room.phones) await page.locator("#room [data-part=after]").waitFor();
      await room.screen.locator("#room .screen__lead").waitFor();
      await looksGood(room, "ended");
      await room.guest.locator("#room .own-link a").click();
      await reads(room.guest, "Met de");
      await reads(room.guest, "Tweede ronde");
      await looksGood(room, "ended own");
    },
    "the minutes are made in one click, and hold what happened": async () => {
      await room.desk.locator(`#room a[href="${room.path}/verslag"]`).first().click();
      await room.desk.waitForURL("**/verslag");
      await j.see(room.desk, "session-minutes-before");
      await Promise.all([room.desk.waitForEvent("load"), room.desk.locator(`main form[action$="/verslag"] ${SUBMIT}`).first().click()]);
      await j.see(room.desk, "session-minutes");
      assert((await room.desk.locator(`main a[href*="/traject/"]`).count()) > 0, "nothing landed anywhere");
      await room.desk.locator('main a[href*="/document/"]').first().click();
      await room.desk.waitForURL("**/document/*");
      await j.see(room.desk, "session-minutes-document");
      const said = await room.desk.locator("main").innerText();
      for (const text of ["Met de fiets", "Veel te veel papier", "Tweede ronde", "Aankoop begint bij het bestek", "De facturen van 2025 opvragen"])
        assert(said.includes(text), `“${text}” does not stand in the minutes`);
    },
  }, room.pages);
}

async function everyMethod(j) {
  const { room, missing } = await openRoom(j);
  j.tap.check("session: every method can be put on the agenda", missing.map((m) => `${m}: no form`));
  try {
    await cards(j, room);
    await sheets(j, room);
    await quiz(j, room);
    await notes(j, room);
    await texts(j, room);
    await tables(j, room);
    await scan(j, room);
    await anonymous(j, room);
    await agreements(j, room);
    await end(j, room);
  } finally {
    await room.close();
  }
}

/* ---- people, lines and keys ---------------------------------------------------------------------------------------- */

const field = (phone) => phone.locator("#room form[data-note] [name=text]").first();
const choice = (phone, value) => phone.locator(`#room form[data-sheet] input[name="keuze[0]"][value="${value}"]`);

async function smallRoom(j, title, items) {
  const { guide } = j.people;
  const at = await makeSession(guide, j.org, { title, minutes: 60 });
  for (const item of items) await addItem(guide, at, item);
  await start(guide, at);
  const room = await Room.of(j, at);
  room.agenda = await agendaOf(guide, at);
  await room.openDesk();
  return room;
}

async function people(j) {
  const room = await smallRoom(j, "Wie er is", [{ method: "poll", title: "Eén keuze", parts: "Groen\nBlauw\nGeel" }, { method: "notes", title: "Vrij woord" },
    { method: "poll", title: "Nog een keuze", parts: "Links\nRechts" }]);
  const [poll, notes, next] = room.agenda.map((i) => i.id);
  let one, late, pair;
  await j.walk("people and their phones", {
    "a late joiner is where the others are, and a refresh loses nothing": async () => {
      one = await room.openPhone("Eerste");
      await room.open(poll);
      await at(one, `${poll}-1-open`);
      await choice(one, 1).check({ force: true });
      await saved(one);
      late = await room.openPhone("Later gekomen");
      await at(late, `${poll}-1-open`);
      assert(!(await choice(late, 1).isChecked()), "the late joiner sees the choice of somebody else");
      await one.reload();
      assert(await choice(one, 1).isChecked(), "the choice is gone after a refresh");
      await counted(room.desk, 1, 2);
    },
    "two people answer on one phone, one after the other": async () => {
      pair = await room.openPhone("Rik");
      await choice(pair, 0).check({ force: true });
      await saved(pair);
      await pair.locator('form[action$="/samen"]').first().evaluate((form) => (form.closest("details").open = true));
      await pair.locator("input[name=tweede]").fill("Fatma");
      await Promise.all([pair.waitForEvent("load"), pair.locator(`form[action$="/samen"] ${SUBMIT}`).first().click()]);
      await pair.locator(".turn-seat", { hasText: "Fatma" }).waitFor();
      assert(!(await choice(pair, 0).isChecked()), "the second person has the choice of the first");
      await choice(pair, 2).check({ force: true });
      await saved(pair);
      await counted(room.desk, 3, 4);
      await Promise.all([pair.waitForEvent("load"), pair.locator(`.turn-seat ${SUBMIT}`).click()]);
      assert(await choice(pair, 0).isChecked(), "the first person's choice is gone");
    },
    "a double tap counts once": async () => {
      await room.open(notes);
      await at(one, `${notes}-1-open`);
      await field(one).fill("Maar één keer");
      await one.locator("#room form[data-note] button[type=submit]").first().dblclick();
      await reads(room.desk, "Maar één keer", "#room");
      await reads(one, "Maar één keer", "#room [data-part=own]");
      assert((await room.desk.locator("#room li", { hasText: "Maar één keer" }).count()) === 1, "it stands there twice");
    },
    "what one person on a shared phone began to write is not for the other": async () => {
      const swap = () => Promise.all([pair.waitForEvent("load"), pair.locator(`.turn-seat ${SUBMIT}`).click()]);
      await at(pair, `${notes}-1-open`);
      await field(pair).fill("Alleen van Rik");
      await swap();
      await pair.locator(".turn-seat", { hasText: "Fatma" }).waitFor();
      assert((await field(pair).inputValue()) === "", "Fatma reads what Rik began to write");
      await swap();
      assert((await field(pair).inputValue()) === "Alleen van Rik", "what Rik began to write is gone");
      await field(pair).fill("");
    },
    "a note of 100,000 characters is refused at the field, and stays": async () => {
      const text = "Lang verhaal. ".repeat(7200);
      await field(late).evaluate((e, value) => (e.value = value), text);
      await late.locator("#room form[data-note] button[type=submit]").first().click();
      await late.locator("#room .room__message").first().waitFor();
      assert((await field(late).inputValue()).length === text.length, "the text is gone");
    },
    "what was being typed when it closed is shown, to be copied": async () => {
      await field(late).fill("Te laat getypt 🌱");
      await room.lead("close", `${notes}-1-closed`);
      await late.locator(".kept textarea").waitFor();
      assert((await late.locator(".kept textarea").inputValue()) === "Te laat getypt 🌱", "another text is kept");
    },
    "a room is told politely, and holds still when somebody wants that": async () => {
      const says = one.locator("#room-says");
      assert((await says.getAttribute("role")) === "status", "it is not a status");
      await one.locator("[data-pause]").click();
      await room.open(next);
      // The other phone has it: this one had as long.
      await at(late, `${next}-1-open`);
      await late.locator("#room-says", { hasText: "Nog een keuze" }).waitFor({ state: "attached" });
      assert((await one.locator("h1").innerText()) === "Vrij woord", "it went on all the same");
      await one.locator("[data-pause]").click();
      await at(one, `${next}-1-open`);
      const live = await one.locator("#room [aria-live=assertive]").count();
      assert(live === 0, "something interrupts");
    },
    "a shut door keeps newcomers out, and who is in goes on": async () => {
      const people = await room.page({ client: j.people.guide, viewport: PHONE });
      await people.goto(j.url(`${room.path}/regie/mensen`));
      const door = () => Promise.all([people.waitForEvent("load"), people.locator("form[action$='/regie/deur']").locator(SUBMIT).click()]);
      await door();
      await reads(people, "De deur is dicht", "main");
      await reads(room.desk, "De deur is dicht", "#room");
      const newcomer = await room.page();
      await newcomer.goto(j.url(`/meedoen/${room.code}`));
      await reads(newcomer, "Vraag om de deur te openen", "main");
      assert(await newcomer.locator("form[action^='/meedoen/']").count() === 0, "the form to join is still there");
      await late.reload();
      await at(late, `${next}-1-open`);
      await door();
      await newcomer.reload();
      await newcomer.locator("form[action^='/meedoen/']").waitFor();
    },
    "who is sent away sees why": async () => {
      const people = await room.page({ client: j.people.guide, viewport: WIDE });
      await people.goto(j.url(`${room.path}/regie/mensen`));
      await Promise.all([people.waitForEvent("load"), people.locator("li", { hasText: "Later gekomen" }).locator(SUBMIT).click()]);
      await late.locator("#room").waitFor({ state: "detached" });
      assert((await late.locator("main").innerText()).length > 40, "the page says nothing");
    },
  }, room.pages);
  await room.close();
}

async function lines(j) {
  const room = await smallRoom(j, "Slechte lijn", [{ method: "scale", title: "Twee stellingen", parts: "Het gaat vooruit\nIk doe mee" }, { method: "notes", title: "Briefjes" },
    { method: "poll", title: "Daarna", parts: "Ja zeker\nLiever niet" }]);
  const [scale, notes, after] = room.agenda.map((i) => i.id);
  await room.openScreen();
  const phones = [];
  for (const name of ["Ada", "Bea", "Cas"]) phones.push(await room.openPhone(name));
  const [ada, bea, cas] = phones;
  await j.walk("bad lines", {
    "offline: an answer waits on the phone, also a note, and both arrive": async () => {
      await room.open(scale);
      for (const phone of phones) await at(phone, `${scale}-1-open`);
      await ada.context().setOffline(true);
      await choice(ada, 4).check({ force: true });
      await ada.locator("#save[data-state=waiting]").waitFor();
      await ada.context().setOffline(false);
      await saved(ada);
      await counted(room.desk, 1, 3);
      await room.open(notes);
      await at(bea, `${notes}-1-open`);
      await bea.context().setOffline(true);
      await field(bea).fill("Onderweg geschreven");
      await bea.locator("#room form[data-note] button[type=submit]").first().click();
      await bea.locator("#save[data-state=waiting]").waitFor();
      await bea.context().setOffline(false);
      await reads(room.desk, "Onderweg geschreven", "#room");
      room.forgive();
    },
    "the server is killed while everybody answers: what was said to be kept is there": async () => {
      await room.open(after);
      for (const phone of phones) await at(phone, `${after}-1-open`);
      await choice(ada, 0).check({ force: true });
      await saved(ada);
      await Promise.all([j.server.crash(), choice(bea, 1).check({ force: true })]);
      await choice(cas, 0).check({ force: true });
      await cas.locator("#save[data-state=waiting]").waitFor();
      for (const page of [...phones, room.desk, room.screen]) await page.waitForFunction(() => document.querySelector("#room-live [data-line]").textContent !== "");
      await j.server.begin();
      for (const phone of phones) await saved(phone);
      await counted(room.desk, 3, 3);
      await room.screen.waitForFunction(() => /3\D+3/.test(document.querySelector("#room [data-part=numbers]").innerText));
      const kept = [0, 1, 0];
      for (const [i, phone] of phones.entries()) {
        await phone.reload();
        assert(await choice(phone, kept[i]).isChecked(), `the answer of phone ${i + 1} is gone`);
      }
      room.forgive();
    },
    "and the room goes on": async () => {
      await room.lead("close", `${after}-1-closed`);
      for (const phone of phones) await at(phone, `${after}-1-closed`);
      await room.reveal();
      for (const page of [...phones, room.screen]) await page.locator("#room .sheet-result").first().waitFor();
      room.forgive();
    },
  }, room.pages);
  await room.close();
}

async function keys(j) {
  const room = await smallRoom(j, "Alleen toetsen", [{ method: "scale", title: "Op de schaal", parts: "Wij zijn op weg" }, { method: "rank", title: "In volgorde", parts: "Energie\nWater\nVervoer" },
    { method: "dots", title: "Stippen", parts: "Zon\nWind", most: 2 }]);
  const [scale, rank, dots] = room.agenda.map((i) => i.id);
  const phone = await room.page({ viewport: PHONE });
  phone.scripts = true;
  const to = async (selector, key = "Tab") => {
    for (let i = 0; i < 60; i++) {
      await phone.keyboard.press(key);
      if (await phone.evaluate((s) => document.activeElement?.matches(s), selector)) return;
    }
    throw new Error(`${key} does not come to ${selector}`);
  };
  await j.walk("by keyboard alone", {
    "joining": async () => {
      await phone.goto(j.url("/meedoen"));
      await to("input[name=code]");
      await phone.keyboard.type(room.code);
      await phone.keyboard.press("Enter");
      await phone.waitForURL("**/meedoen/*");
      await to("input[name=naam]");
      await phone.keyboard.type("Zonder muis");
      await phone.keyboard.press("Enter");
      await phone.waitForURL("**/deelnemen/*");
    },
    "an answer on a scale": async () => {
      await room.open(scale);
      await at(phone, `${scale}-1-open`);
      await to("#room input[type=radio]");
      for (const key of ["Space", "ArrowRight", "ArrowRight"]) await phone.keyboard.press(key);
      await saved(phone);
      await phone.reload();
      assert((await phone.locator("#room input[type=radio]:checked").count()) === 1, "no choice is kept");
    },
    "an order, and what has the focus keeps it": async () => {
      await room.open(rank);
      await at(phone, `${rank}-1-open`);
      await to("#room [data-place='-1']");
      await phone.keyboard.press("Enter");
      await saved(phone);
      assert(await phone.evaluate(() => document.activeElement?.closest(".sheet-place") !== null), "the focus went away");
      await to("#room select");
      await phone.keyboard.press("ArrowDown");
      await saved(phone);
      await counted(room.desk, 1, 1);
    },
    "dots": async () => {
      await room.open(dots);
      await at(phone, `${dots}-1-open`);
      assert(await phone.evaluate(() => document.activeElement.matches("h1")), "reading does not begin where the new item begins");
      await to("#room [data-step='1']");
      await phone.keyboard.press("Enter");
      await phone.keyboard.press("Enter");
      await saved(phone);
      assert(await phone.evaluate(() => document.activeElement !== document.body), "the focus went away");
      const given = await phone.locator("#room input[type=number]").evaluateAll((all) => all.map((e) => e.value).join());
      assert(given === "2,0", `the dots are ${given}`);
    },
  }, room.pages);
  await room.close();
}

/* ---- fifty people --------------------------------------------------------------------------------------------------- */

const LONG = (n) => Array.from({ length: n }, (_, i) => `Voorstel ${i + 1}: iets dat wij volgend jaar met alle diensten samen anders willen doen`).join("\n");
const MANY = [
  { method: "word", title: "Eén woord" },
  { method: "poll", title: "Een keuze", parts: LONG(6) },
  { method: "dots", title: "Stippen", parts: LONG(18) },
  { method: "rank", title: "Volgorde", parts: LONG(9) },
  { method: "scale", title: "Stellingen", parts: LONG(9) },
  { method: "axes", title: "Twee assen", parts: Array.from({ length: 14 }, (_, i) => `Thema nummer ${i + 1} van veertien`).join("\n") },
  { method: "notes", title: "Briefjes" },
  { method: "harvest", title: "Oogst" },
  { method: "tables", title: "Tafels", parts: "Energie\nAankoop\nMobiliteit\nPersoneel\nWater\nVoeding" },
  { method: "agreements", title: "Afspraken" },
];

async function fifty(j) {
  const { guide } = j.people;
  const path = await makeSession(guide, j.org, { title: "De grote bijeenkomst van alle diensten", minutes: 90 });
  for (const item of MANY) await addItem(guide, path, item);
  await start(guide, path);
  const room = await Room.of(j, path);
  const people = Array.from({ length: 50 }, () => new Client(j.server.base));
  for (const [i, person] of people.entries()) await join(person, room.code, `Voornaam-${i} Achternaam`);
  await room.openDesk();
  await room.openScreen();
  room.phones = [await room.openPhone("Met een telefoon")];
  for (const [i, { method, title }] of MANY.entries())
    await j.walk("fifty people", { [`${method}: the beamer holds what they say`]: async () => {
      const id = (await agendaOf(guide, path))[i].id;
      await lead(guide, path, "open", { item: id });
      await at(room.desk, `${id}-1-open`);
      if (method === "tables") await guide.post(`${path}/regie/onderdeel/${id}/tafels`, { csrf: await guide.csrf(`${path}/regie`), terug: "regie" });
      if (method === "agreements")
        for (let n = 0; n < 12; n++)
          await guide.post(`${path}/afspraak`, { csrf: await guide.csrf(`${path}/regie`), nonce: `afspraak-${n}`, item: id, terug: "regie", text: `Afspraak ${n + 1}: de facturen van alle diensten opvragen en naast elkaar leggen`, who: "Lieve", due_on: "2031-01-31", becomes: "action" });
      else for (const [n, person] of people.entries()) await respond(person, `/deelnemen/${room.code}`, (n * n + 3 * n) % 23);
      if (method !== "agreements") {
        await lead(guide, path, "reveal", { item: id, warned: "1" });
        await room.desk.locator("#room form:has(input[name=do][value=hide])").waitFor();
      }
      await room.screen.reload();
      await looksGood(room, `fifty ${title}`);
    } }, room.pages);
  await room.close();
}

export async function run(env) {
  const j = new Journeys({ ...env, suite: "session", people: await makeCast(env.server) });
  j.org = (await j.people.guide.get("/organisaties")).url;
  const parts = { clicks, people, lines, keys, fifty, everyMethod };
  for (const [name, part] of Object.entries(parts)) if (!env.only || name === env.only) await part(j);
}
