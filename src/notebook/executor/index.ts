export { executeNotebook } from "./executeNotebook.js";
export { type Notebook, notebookText, readNotebook } from "./notebookFile.js";
export { sameButForTimes } from "./sameButForTimes.js";
