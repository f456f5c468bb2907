import { isResourceRef, type Json, type JsonObject, resourceKey } from "@pragma/contract";

/** A reference as it stands in a config, for readers and editors: the server decides what it comes to. */
export interface FoundReference {
  /** Where its `${` is. */
  start: number;
  /** After its `}`. */
  end: number;
  /** `provider/resource/name` of what it names. */
  key: string;
  /** Such as `outputs.url`. */
  field: string;
}

/** Only what has no other `${` inside, and no `$` before it, which would be an escape. */
const BRACES = /(?<!\$)\$\{((?:(?!\$\{)[^}]){1,2048})\}/g;
const SEPARATOR = /\.(?:outputs|config)\./;

/** The references in the string form, from left to right. Whatever is off the grammar (`${HOME}`) is text. */
export function findReferences(text: string): FoundReference[] {
  const found: FoundReference[] = [];
  for (const match of text.matchAll(BRACES)) {
    const inner = parseInner(match[1] ?? "");
    if (inner) found.push({ start: match.index, end: match.index + match[0].length, ...inner });
  }
  return found;
}

/** The first slash ends the provider, the last one begins the name, the first separator after it ends the name. */
function parseInner(inner: string): { key: string; field: string } | null {
  const first = inner.indexOf("/");
  const last = inner.lastIndexOf("/");
  const separator = SEPARATOR.exec(inner.slice(last + 1));
  if (first < 0 || first === last || !separator) return null;
  const end = last + 1 + separator.index;
  const ref = {
    provider: inner.slice(0, first),
    resource: inner.slice(first + 1, last),
    name: inner.slice(last + 1, end),
  };
  return isResourceRef(ref) ? { key: resourceKey(ref), field: inner.slice(end + 1) } : null;
}

/**
 * What a reference in the object form names, or one to a whole resource, whose field is empty. Null for other objects.
 */
export function objectReference(value: JsonObject): { key: string; field: string } | null {
  const { provider, resource, name, field, __dependency__: whole, ...others } = value;
  if (Object.keys(others).length > 0 || !isText(provider) || !isText(resource) || !isText(name)) return null;
  const ref = { provider, resource, name };
  if (!isResourceRef(ref)) return null;
  if (whole === true && field === undefined) return { key: resourceKey(ref), field: "" };
  return whole === undefined && isText(field) ? { key: resourceKey(ref), field } : null;
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}
