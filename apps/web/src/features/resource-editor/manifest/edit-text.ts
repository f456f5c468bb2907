import type { Json, Path } from "@pragma/contract";
import { type Document, isAlias, isCollection, isMap, isPair, isScalar, isSeq, visit } from "yaml";
import { parseText, readValue, textOf, writeValue } from "./yaml-value.ts";

/**
 * Sets a value at a path of a YAML text, or removes it if undefined. Comments and order are kept.
 * @throws Error if the text is not YAML
 */
export function editText(text: string, path: Path, value: Json | undefined): string {
  const { document, faults } = parseText(text);
  if (faults.length > 0) throw new Error("The text is not valid YAML");
  const plain = withoutAliases(document);
  if (value === undefined) plain.deleteIn(path);
  else setIn(plain, path, value);
  return textOf(plain, { flowCollectionPadding: /[[{] /.test(text) });
}

/** A value that is used in several places, or merged in, can only be changed in one of them once it is written out. */
function withoutAliases(document: Document): Document {
  let found = false;
  visit(document, (_, node) => {
    found ||= isAlias(node) || (isPair(node) && isMerge(node.key));
  });
  if (!found) return document;
  return writeValue(readValue(document) ?? null);
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}

function setIn(document: Document, path: Path, value: Json): void {
  for (let depth = 0; depth < path.length; depth++) {
    const at = path.slice(0, depth);
    const node = depth === 0 ? document.contents : document.getIn(at, true);
    if (isCollection(node) && !isAlias(node)) {
      // `{}` and `[]` become lines of their own when something is put in.
      if (node.items.length === 0) node.flow = false;
      continue;
    }
    const empty = document.createNode(typeof path[depth] === "number" ? [] : {});
    if (depth === 0) document.contents = empty as never;
    else document.setIn(at, empty);
  }
  const node = writeValue(value).contents;
  const old = document.getIn(path, true);
  // The comment at the end of a line is about the key, whatever the value is.
  if (typeof old === "object" && old !== null && "comment" in old && !isMap(old) && !isSeq(old)) {
    Object.assign(node as object, { comment: old.comment });
  }
  document.setIn(path, node);
}
