// In the answers of a statement: 1 to 4 choose one, Enter goes on to the next statement without an answer, or to what
// comes after the last. The keys act only while the focus is there, so they are in nobody's way (WCAG 2.1.4).
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    const answers = event.target.closest?.(".statement .answers");
    if (!answers || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key >= "1" && event.key <= "4") choose(answers.querySelectorAll("input")[event.key - 1]);
    else if (event.key === "Enter") goOn(answers.closest(".statement"));
    else return;
    event.preventDefault(); // Enter would send the whole sheet
  });
}

function choose(answer) {
  answer.focus();
  answer.click();
}

function goOn(from) {
  const all = [...document.querySelectorAll(".statement")];
  const next = all.slice(all.indexOf(from) + 1).find((s) => !s.querySelector(".answers :checked"));
  if (!next) return document.querySelector("[data-next]")?.focus();
  next.querySelector(".answers input").focus({ preventScroll: true });
  next.scrollIntoView();
}
