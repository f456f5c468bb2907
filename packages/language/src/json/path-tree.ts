import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, member, setMember } from "./object.ts";

/** A step in the tree. `end` is the list index of the first path that ends here. */
type Node = { end: number | undefined; next: Map<string | number, Node> | undefined };

/**
 * Paths into one value, to be looked up or replaced all at once. The cost depends only on the length of each path,
 * however many there are; handling one path after the other would copy, or compare, the same containers each time.
 */
export class PathTree {
  readonly #root: Node = { end: undefined, next: undefined };

  constructor(paths: readonly Path[]) {
    for (const [index, path] of paths.entries()) this.#add(path, index);
  }

  #add(path: Path, index: number): void {
    let node = this.#root;
    for (const step of path) {
      node.next ??= new Map();
      let next = node.next.get(step);
      if (next === undefined) {
        next = { end: undefined, next: undefined };
        node.next.set(step, next);
      }
      node = next;
    }
    node.end ??= index;
  }

  /** Whether the path equals one of these, or lies below or above one. */
  touches(path: Path): boolean {
    let node: Node | undefined = this.#root;
    for (const step of path) {
      if (node.end !== undefined) return true;
      node = node.next?.get(step);
      if (node === undefined) return false;
    }
    return node.end !== undefined || node.next !== undefined;
  }

  /**
   * A copy of a value in which `replace` has replaced the values at these paths. Copies only the containers on the way,
   * each once. If a path lies below another, only the upper one counts. Ignores paths that lead nowhere, and copies
   * nothing if `replace` returns the same value.
   * @param replace receives the present value and the path's index in the list
   */
  replace(value: Json, replace: (value: Json, index: number) => Json): Json {
    return replaceAt(value, this.#root, replace);
  }
}

type Replace = (value: Json, index: number) => Json;

function replaceAt(value: Json, node: Node, replace: Replace): Json {
  if (node.end !== undefined) return replace(value, node.end);
  if (node.next === undefined) return value;
  if (Array.isArray(value)) return replaceInArray(value, node.next, replace);
  return isJsonObject(value) ? replaceInObject(value, node.next, replace) : value;
}

function replaceInArray(array: Json[], steps: ReadonlyMap<string | number, Node>, replace: Replace): Json {
  let copy: Json[] | undefined;
  for (const [step, node] of steps) {
    if (typeof step !== "number" || step >= array.length) continue;
    const item = array[step] as Json;
    const next = replaceAt(item, node, replace);
    if (next === item) continue;
    copy ??= array.slice();
    copy[step] = next;
  }
  return copy ?? array;
}

function replaceInObject(object: JsonObject, steps: ReadonlyMap<string | number, Node>, replace: Replace): Json {
  let copy: JsonObject | undefined;
  for (const [step, node] of steps) {
    const item = member(object, String(step));
    if (item === undefined) continue;
    const next = replaceAt(item, node, replace);
    if (next === item) continue;
    copy ??= { ...object };
    setMember(copy, String(step), next);
  }
  return copy ?? object;
}
