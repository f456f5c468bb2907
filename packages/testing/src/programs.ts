import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** All programs with that name on the PATH, in its order. */
export function programsOnPath(name: string, path: string = process.env["PATH"] ?? ""): string[] {
  const candidates = path.split(":").map((folder) => join(folder, name));
  return candidates.filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
