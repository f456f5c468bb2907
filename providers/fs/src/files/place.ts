import { lstat, mkdir, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, sep } from "node:path";
import { ConfigError } from "@pragma/sdk/provider";
import { codeOf, inPlainWords } from "./errors.ts";

/** A place below a root, as it really is: its folder has no symbolic links in it. */
export interface Place {
  /** Absolute path of the thing. */
  path: string;
  /** Absolute path of the folder that it is in, and whether that exists. */
  folder: string;
  folderExists: boolean;
}

/**
 * Finds the place of `path` below `root`, and refuses any other: absolute paths, `..`, and symbolic links that lead out
 * of the root. A link that stays inside is followed, but never the last part of the path.
 *
 * @throws ConfigError
 */
export async function locate({ root, path }: { root: string; path: string }): Promise<Place> {
  const parts = partsOf(path);
  const realRoot = await realRootOf(root);
  const name = parts.pop() ?? "";
  let folder = realRoot;
  for (const [index, part] of parts.entries()) {
    const next = await realFolder(join(folder, part), parts.slice(0, index + 1).join("/"));
    if (next === null) {
      const rest = join(folder, ...parts.slice(index));
      return { path: join(rest, name), folder: rest, folderExists: false };
    }
    if (next !== realRoot && !next.startsWith(realRoot === sep ? sep : realRoot + sep)) {
      throw new ConfigError(`path: ${parts.slice(0, index + 1).join("/")} is a link that leads out of ${root}`);
    }
    folder = next;
  }
  return { path: join(folder, name), folder, folderExists: true };
}

function partsOf(path: string): string[] {
  if (path.includes("\0")) throw new ConfigError("path must not hold a NUL character");
  if (isAbsolute(path)) throw new ConfigError(`path is relative to root, so it must not begin with /: ${path}`);
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new ConfigError(`path must be names joined by single slashes, without . and ..: ${path}`);
  }
  return parts;
}

/** The folder itself, without links. @throws ConfigError unless it is one that exists */
export async function realRootOf(root: string): Promise<string> {
  if (!isAbsolute(root) || root.includes("\0")) throw new ConfigError(`root must be an absolute path: ${root}`);
  try {
    const real = await realpath(root);
    if ((await lstat(real)).isDirectory()) return real;
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw inPlainWords(error, root);
    throw new ConfigError(`root: there is no folder ${root} where the provider runs`);
  }
  throw new ConfigError(`root: ${root} is not a folder`);
}

async function realFolder(path: string, shown: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    if ((await lstat(real)).isDirectory()) return real;
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw inPlainWords(error, shown);
    // A link to nowhere is there, although what it names is not: no folder can be made in its place.
    if ((await lstat(path).catch(() => null)) === null) return null;
    throw new ConfigError(`path: ${shown} is a link that leads nowhere`);
  }
  throw new ConfigError(`path: ${shown} is not a folder`);
}

/** Makes the folder of a place, and those on the way to it, with permissions 0755. */
export async function makeFolder(place: Place): Promise<void> {
  if (place.folderExists) return;
  try {
    await mkdir(place.folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw inPlainWords(error, dirname(place.path));
  }
}
