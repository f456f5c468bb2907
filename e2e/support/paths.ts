import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The output of a run: traces and screenshots of what failed, and the services' logs. */
export const OUTPUT = fileURLToPath(new URL("../.output", import.meta.url));

export const LOGS = `${OUTPUT}/logs`;
