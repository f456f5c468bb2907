import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DiskFact } from "@pragma/testing/chaos";

/** The files that the provider `fs` has made for an organization. */
export function readDisk(root: string, space: string): DiskFact[] {
  const folder = join(root, space);
  try {
    return readdirSync(folder).map((name) => ({
      space,
      path: name,
      content: readFileSync(join(folder, name), "utf8"),
    }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
