// Copy a link, print the page with its closed parts.
export function startButtons() {
  addEventListener("beforeprint", () => document.querySelectorAll("details.print-open").forEach((part) => (part.open = true)));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    const field = document.querySelector(button.dataset.copy);
    const text = button.textContent;
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = text), 3000);
    } catch {
      field.focus();
      field.select(); // without clipboard (plain http): selected, ready to copy by hand
    }
  });
}
