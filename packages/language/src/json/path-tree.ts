import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, member, setMember } from "./object.ts";

/** Where a path of the tree leads on, or ends: `end` is the place in the list of the first that ends here. */
type Node = { end: number | undefined; next: Map<string | number, Node> | undefined };

/**
 * Paths into one value, to be looked up or replaced all together. What is done with them costs as much as they are
 * long, however many there are; one path after the other would copy, or compare, the same containers each time.
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

  /** Whether the path is one of these, lies below one, or above one. */
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
   * A copy of a value in which `replace` put others at these paths; only the containers on the way are copied, each
   * once. Of a path and another below it, the upper one counts. What leads nowhere is left out, and where `replace`
   * answers what was there, nothing is copied.
   * @param replace is given what is there and the place of the path in the list
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
