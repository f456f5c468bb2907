import type { Change } from "./diff.ts";
import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, setMember } from "./object.ts";
import { getPath, parsePath } from "./path.ts";

/**
 * Undoes in a value what `diffJson` found between an earlier one and this one. The work is linear in the number of changes and
 * the length of their paths, whatever the size of the value.
 * @param root changed in place, and worth nothing if they do not lead to it
 * @param changes in the order of `diffJson`; their values become parts of `root`
 * @param members the members of `root` that are concerned; changes elsewhere are left out
 * @returns false if they do not lead to this value
 */
export function undoChanges(root: JsonObject, changes: readonly Change[], members: ReadonlySet<string>): boolean {
  const own: { path: Path; before: Json | undefined }[] = [];
  for (const { path: text, before } of changes) {
    const path = parsePath(text);
    if (path === null) return false;
    if (members.has(String(path[0]))) own.push({ path, before });
  }
  // Elements added at the end of an array are removed from its end.
  for (const { path, before } of own.toReversed()) if (before === undefined && !remove(root, path)) return false;
  for (const { path, before } of own) if (before !== undefined && !put(root, path, before)) return false;
  return true;
}

function remove(root: JsonObject, path: Path): boolean {
  const parent = parentOf(root, path);
  const step = path.at(-1);
  if (Array.isArray(parent)) return step === parent.length - 1 && parent.pop() !== undefined;
  if (!isJsonObject(parent) || !Object.hasOwn(parent, String(step))) return false;
  return delete parent[String(step)];
}

function put(root: JsonObject, path: Path, value: Json): boolean {
  const parent = parentOf(root, path);
  const step = path.at(-1);
  if (Array.isArray(parent)) {
    if (typeof step !== "number" || step > parent.length) return false;
    parent[step] = value;
    return true;
  }
  if (!isJsonObject(parent)) return false;
  setMember(parent, String(step), value);
  return true;
}

function parentOf(root: JsonObject, path: Path): Json | undefined {
  return getPath(root, path.slice(0, -1));
}
