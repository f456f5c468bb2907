import type { Json } from "@pragma/contract";

/** The JSON pointer, as a URI fragment, of each array and object in a schema, by identity. */
export function indexLists(schema: Json): Map<unknown, string> {
  const pointers = new Map<unknown, string>([[schema, ""]]);
  // Iterating a map also visits entries added during the loop.
  for (const [holder, pointer] of pointers) {
    for (const [key, child] of Object.entries(holder as object)) {
      if (typeof child !== "object" || child === null || pointers.has(child)) continue;
      const token = key.replaceAll("~", "~0").replaceAll("/", "~1");
      pointers.set(child, `${pointer}/${encodeURIComponent(token)}`);
    }
  }
  return pointers;
}
