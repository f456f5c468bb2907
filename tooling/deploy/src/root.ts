import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Root of the repository. */
export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** @param path from the root of the repository */
export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
