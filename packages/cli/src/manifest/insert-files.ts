import { type FileHandle, open, realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { type JsonObject, mapJson } from "@pragma/language";
import type { Fault } from "./position.ts";

/** The API accepts no larger body. */
const MAX_FILE_BYTES = 1024 * 1024;

type Path = readonly (string | number)[];

/**
 * A config with each string `@path` replaced by the file's content. Paths are relative to `folder`, and their targets,
 * links included, must be in it: a manifest from elsewhere must not send `~/.ssh` away. `@@` stands for a plain `@`.
 *
 * @param report told what is wrong and where
 */
export async function insertFiles(
  value: unknown,
  folder: string,
  report: (path: Path, message: string) => void,
  path: Path = [],
): Promise<unknown> {
  if (typeof value === "string") {
    if (!value.startsWith("@")) return value;
    if (value.startsWith("@@")) return value.slice(1);
    return readInside(folder, value.slice(1)).catch((error: Error) => {
      report(path, error.message);
      return value;
    });
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => insertFiles(item, folder, report, [...path, index])));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => {
    return [key, await insertFiles(item, folder, report, [...path, key])] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The inverse, for documents that are printed: in each string the `@` that it begins with is doubled. */
export function escapeFiles(config: JsonObject): JsonObject {
  return mapJson(config, (value) =>
    typeof value === "string" && value.startsWith("@") ? `@${value}` : undefined,
  ) as JsonObject;
}

async function readInside(folder: string, name: string): Promise<string> {
  const base = await realpath(folder);
  const target = await realpath(resolve(base, name)).catch(() => null);
  if (target === null)
    throw new Error(`there is no file ${JSON.stringify(name)}; a text that begins with @ is written @@`);
  const inside = relative(base, target);
  if (inside.startsWith("..") || isAbsolute(inside))
    throw new Error(`${JSON.stringify(name)} is outside of the manifest's folder`);
  const handle = await open(target, "r").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${JSON.stringify(name)} cannot be read (${error.code})`);
  });
  try {
    return await readText(handle, name);
  } finally {
    await handle.close();
  }
}

async function readText(handle: FileHandle, name: string): Promise<string> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw new Error(`${JSON.stringify(name)} is not a file`);
  if (stats.size > MAX_FILE_BYTES) throw new Error(`${JSON.stringify(name)} is larger than ${MAX_FILE_BYTES} bytes`);
  const bytes = await handle.readFile();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${JSON.stringify(name)} is not text in UTF-8`);
  }
}

/** The errors from `insertFiles` as faults of a file. */
export function faultsInto(
  faults: Fault[],
  file: string,
  locate: (path: Path) => Fault["at"],
): (path: Path, message: string) => void {
  return (path, message) => faults.push({ file, at: locate(["config", ...path]), message });
}
