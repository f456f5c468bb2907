import type { Json, Path } from "@pragma/language";
import { type Document, isAlias, isCollection, isMap, isPair, isSeq, Scalar, visit } from "yaml";
import type { Contents } from "./contents.ts";
import { isMergeKey } from "./merge-key.ts";
import { emptyDocument, parseNodes } from "./parse-text.ts";
import { documentOf, textOf } from "./write-yaml.ts";

/**
 * Sets a value at a path of a YAML text, or removes it if undefined. Comments and order are kept.
 * @throws Error if the text is not one document of YAML
 */
export function editText(text: string, path: Path, value: Json | undefined): string {
  const [first, ...more] = parseNodes(text);
  const document = first === undefined ? emptyDocument(text) : first.document;
  if (document === null || (first?.faults.length ?? 0) > 0 || more.length > 0)
    throw new Error("The text is not one document of valid YAML");
  const plain = first === undefined ? document : withoutAliases(document, first.contents);
  // Nothing in it merges any more. The parser's schema would write a `<<` in quotes without them.
  plain.setSchema(plain.directives?.yaml.version ?? "1.2", { merge: false });
  if (value === undefined) plain.deleteIn(path);
  else setIn(plain, path, value);
  return textOf(plain, { flowCollectionPadding: /[[{] /.test(text) });
}

/** A value that is used in several places, or merged in, can only be changed in one of them once it is written out. */
function withoutAliases(document: Document, contents: Contents): Document {
  let found = false;
  visit(document, (_, node) => {
    found ||= isAlias(node) || (isPair(node) && isMergeKey(node.key));
  });
  return found ? documentOf(contents.valueOf(document.contents)) : document;
}

/** A key that would merge is written in quotes, and stays a key. */
function stepOf(name: string | number): unknown {
  return name === "<<" ? Object.assign(new Scalar(name), { type: Scalar.QUOTE_DOUBLE }) : name;
}

function setIn(document: Document, names: Path, value: Json): void {
  const path = names.map(stepOf);
  let inFlow = false;
  for (let depth = 0; depth < path.length; depth++) {
    const at = path.slice(0, depth);
    const node = depth === 0 ? document.contents : document.getIn(at, true);
    if (isCollection(node) && !isAlias(node)) {
      // `{}` and `[]` become lines of their own when something is put in.
      if (node.items.length === 0) node.flow = false;
      inFlow ||= node.flow === true;
      continue;
    }
    const empty = document.createNode(typeof path[depth] === "number" ? [] : {});
    if (depth === 0) document.contents = empty as never;
    else document.setIn(at, empty);
  }
  const node = documentOf(value, { inFlow }).contents;
  const old = document.getIn(path, true);
  // The comment at the end of a line is about the key, whatever the value is.
  if (typeof old === "object" && old !== null && "comment" in old && !isMap(old) && !isSeq(old)) {
    Object.assign(node as object, { comment: old.comment });
  }
  document.setIn(path, node);
}
