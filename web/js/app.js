import { startAutosave } from "./autosave.js";
import { startKeys } from "./keys.js";
import { startTerms } from "./term.js";
import { startButtons } from "./buttons.js";

document.documentElement.classList.add("js");
startAutosave();
startKeys();
startTerms();
startButtons();
// On a phone the entries of a menu stand on one line, and the present one may lie outside the screen.
document.querySelector(".subnav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
