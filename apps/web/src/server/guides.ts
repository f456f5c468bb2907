import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GUIDES, type Guide } from "../guides/guide.ts";
import { services } from "./services.ts";

const read = new Map<string, Promise<Guide>>();

/**
 * A guide of this version.
 * @returns null if there is none of that name
 * @throws Error if the guides have not been built
 */
export async function readGuide(name: string): Promise<Guide | null> {
  if (!Object.hasOwn(GUIDES, name)) return null;
  const known = read.get(name) ?? load(name);
  read.set(name, known);
  try {
    return await known;
  } catch (error) {
    read.delete(name);
    throw error;
  }
}

async function load(name: string): Promise<Guide> {
  try {
    return JSON.parse(await readFile(join(services().guidesFolder, `${name}.json`), "utf8")) as Guide;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new Error("The guides were not built: `pnpm --filter @pragma/web build` makes them", { cause });
  }
}
