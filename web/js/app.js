import { startAutosave } from "./autosave.js";
import { startKeys } from "./keys.js";
import { startTerms } from "./term.js";
import { startButtons } from "./buttons.js";

document.documentElement.classList.add("js");
startAutosave();
startKeys();
startTerms();
startButtons();
