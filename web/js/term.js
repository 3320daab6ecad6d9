// <a class="term" href="/begrippen#mvo">: shows the fragment /begrippen/mvo beside the word.
// Whatever goes wrong, the link still leads to the glossary.
let open; // { link, box }

function close(refocus) {
  if (!open) return;
  const { link, box } = open;
  open = undefined;
  box.remove();
  link.removeAttribute("aria-expanded");
  if (refocus) link.focus();
}

async function show(link) {
  const url = new URL(link.href);
  const id = url.hash.slice(1);
  url.hash = "";
  url.pathname += "/" + id;
  const answer = await fetch(url, { headers: { "X-Kapstok-Partial": "1" } });
  if (!answer.ok) throw new Error(answer.status);
  const html = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = document.createElement("div");
  box.className = "popover";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", link.textContent);
  box.append(...html.body.childNodes);
  close();
  open = { link, box };
  link.setAttribute("aria-expanded", "true");
  // In or after the block that holds the word, so that it is read in place and the HTML stays valid.
  const block = link.closest("label, fieldset, p, h1, h2, h3, li, dd, td, th") ?? link;
  if (block.matches("li, dd, td, th")) block.append(box);
  else block.after(box);
  const word = link.getBoundingClientRect();
  const base = (box.offsetParent ?? document.body).getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 16;
  box.style.left = Math.max(16, Math.min(word.left, room)) - base.left + "px";
  box.style.top = word.bottom + 6 - base.top + "px";
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

export function startTerms() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.term");
    if (open && !open.box.contains(event.target)) {
      const same = link === open.link;
      close();
      if (same) return event.preventDefault();
    }
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(link).catch(() => location.assign(link.href));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close(true);
  });
  document.addEventListener("focusin", (event) => {
    if (open && event.target !== open.link && !open.box.contains(event.target)) close();
  });
}
