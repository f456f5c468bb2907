/** A partly typed reference: its next part, and where that begins in the text. */
export type ReferencePrefix =
  | { kind: "resource"; typed: string; from: number }
  | { kind: "root"; key: string; typed: string; from: number }
  | { kind: "field"; key: string; root: "outputs" | "config"; typed: string; from: number };

const OPEN = /(?<!\$)\$\{([^${}\s]*)$/;
const FIELD = /^([^/]+\/.+\/[^/]+?)\.(outputs|config)\.(.*)$/;
const ROOT = /^([^/]+\/.+\/[^/]+)\.([a-z]*)$/;

/** Parses the text before the cursor; null if no reference is being typed. */
export function referencePrefix(before: string): ReferencePrefix | null {
  const typed = OPEN.exec(before)?.[1];
  if (typed === undefined) return null;
  const field = FIELD.exec(typed);
  if (field) {
    const [, key = "", root, path = ""] = field;
    return { kind: "field", key, root: root as "outputs" | "config", typed: path, from: before.length - path.length };
  }
  const root = ROOT.exec(typed);
  if (root && "outputs config".split(" ").some((word) => word.startsWith(root[2] ?? ""))) {
    const [, key = "", word = ""] = root;
    return { kind: "root", key, typed: word, from: before.length - word.length };
  }
  return { kind: "resource", typed, from: before.length - typed.length };
}
