import type { Change } from "./diff.ts";
import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, setMember } from "./object.ts";
import { getPath, parsePath } from "./path.ts";

/**
 * What a value was before the changes that `diffJson` found between it and this one. The work is linear in the size of both.
 * @param changes in the order of `diffJson`
 * @param prefix of their paths; changes elsewhere are left out
 * @returns undefined if they do not lead to this value
 */
export function undoChanges(value: Json, changes: readonly Change[], prefix: Path = []): Json | undefined {
  const own: { path: Path; before: Json | undefined }[] = [];
  for (const { path: text, before } of changes) {
    const path = parsePath(text);
    if (path === null) return undefined;
    if (prefix.some((step, index) => path[index] !== step)) continue;
    own.push({ path: ["value", ...path.slice(prefix.length)], before });
  }
  if (own.length === 0) return value;
  const root: JsonObject = { value: structuredClone(value) };
  // What was added at the end of an array goes from its end.
  for (const { path, before } of own.toReversed()) if (before === undefined && !remove(root, path)) return undefined;
  for (const { path, before } of own) if (before !== undefined && !put(root, path, before)) return undefined;
  return root["value"];
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
