import { isMap, parseDocument } from "yaml";

/** The only file that imports the YAML library: packing bundles the library into it. */

/** The value of a YAML text; null for an empty one. @throws Error that says where it is wrong */
export function readYaml(text: string): unknown {
  return parse(text).toJS() as unknown;
}

/** The text with a new value at a path, undefined to remove it. Comments and everything else stay. */
export function editYaml(text: string, path: readonly string[], value: unknown): string {
  const document = parse(text);
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, document.createNode(value));
  return document.toString();
}

function parse(text: string) {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document;
}
