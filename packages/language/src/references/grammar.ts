import {
  isResourceRef,
  MAX_TYPE_LENGTH,
  NAME_PATTERN,
  NAME_RULE,
  PROVIDER_PATTERN,
  PROVIDER_RULE,
  type ResourceRef,
  TYPE_PATTERN,
  TYPE_RULE,
} from "../names/names.ts";
import type { Field } from "./reference.ts";

/** A config of at most 1 MiB and 64 levels cannot sensibly contain anything at a longer path. */
const MAX_FIELD_LENGTH = 1024;

/** Target and field of a reference, or the part of it that is wrong and why. */
export type Parsed = { target: ResourceRef; field: Field } | { fault: Fault };
export type Fault = { part: "provider" | "resource" | "name" | "field"; msg: string };

/** Parses a field of the object form: a path that begins with `outputs.` or `config.`; any other names an output. */
export function parseField(text: string): Field | null {
  if (text.startsWith("config.")) return fieldOf("config", text.slice("config.".length));
  return fieldOf("outputs", text.startsWith("outputs.") ? text.slice("outputs.".length) : text);
}

function fieldOf(root: Field["root"], rest: string): Field | null {
  if (rest === "" || rest.length > MAX_FIELD_LENGTH) return null;
  return { root, keys: rest.split("."), text: `${root}.${rest}` };
}

/** Checks the identity in a reference and names the first part that violates the grammar of names. */
export function targetFault(target: ResourceRef): Fault | null {
  if (isResourceRef(target)) return null;
  if (!PROVIDER_PATTERN.test(target.provider)) return { part: "provider", msg: PROVIDER_RULE };
  if (!NAME_PATTERN.test(target.name)) return { part: "name", msg: NAME_RULE };
  if (!TYPE_PATTERN.test(target.resource)) return { part: "resource", msg: TYPE_RULE };
  return { part: "resource", msg: `must be at most ${MAX_TYPE_LENGTH} characters long` };
}

export const FIELD_FAULT: Fault = {
  part: "field",
  msg: `must be a path such as outputs.url or config.size, of at most ${MAX_FIELD_LENGTH} characters`,
};

const SHAPE = /^[A-Za-z0-9._-]*\/[A-Za-z0-9._/-]*$/;
const SEPARATOR = /\.(?:outputs|config)\./;

/**
 * Parses the text between `${` and `}`: `provider/resource/name.outputs.field`. The first slash ends the provider, the
 * last one begins the name, and the first `.outputs.` or `.config.` after it ends the name.
 *
 * Null means that the text is literal. That is any text without two slashes and a separator after the last one, or with
 * a character before the separator that no reference contains (`${HOME}`, `${VAR:-/etc/app/my.config.json}`). A text
 * with the shape of a reference that violates the rules of its parts is a fault: nobody writes
 * `${Postgres/database/db.outputs.url}` to mean these characters.
 */
export function parseInner(inner: string): Parsed | null {
  const last = inner.lastIndexOf("/");
  const first = inner.indexOf("/");
  if (first === last) return null;
  const separator = SEPARATOR.exec(inner.slice(last));
  if (separator === null) return null;
  const end = last + separator.index;
  if (!SHAPE.test(inner.slice(0, end))) return null;
  const target = {
    provider: inner.slice(0, first),
    resource: inner.slice(first + 1, last),
    name: inner.slice(last + 1, end),
  };
  const fault = targetFault(target);
  if (fault !== null) return { fault };
  const field = parseField(inner.slice(end + 1));
  return field === null ? { fault: FIELD_FAULT } : { target, field };
}
