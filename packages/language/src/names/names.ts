import type { Json } from "../json/json.ts";
import { isJsonObject } from "../json/object.ts";

const PROVIDER = "[a-z0-9][a-z0-9-]{0,62}";
const TYPE = "[a-z0-9]+(?:[-_/][a-z0-9]+)*";
const NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,252}";

export const MAX_PROVIDER_LENGTH = 63;
export const MAX_TYPE_LENGTH = 128;
export const MAX_NAME_LENGTH = 253;
/** `resource:` + provider + `_` + type + `_` + name. */
export const MAX_ID_LENGTH = 9 + MAX_PROVIDER_LENGTH + 1 + MAX_TYPE_LENGTH + 1 + MAX_NAME_LENGTH;

export const PROVIDER_PATTERN = new RegExp(`^${PROVIDER}$`);
export const TYPE_PATTERN = new RegExp(`^${TYPE}$`);
export const NAME_PATTERN = new RegExp(`^${NAME}$`);

/** Rule of the patterns, as it is said of what breaks them. It continues the name of the part. */
export const PROVIDER_RULE = "must be 1 to 63 of a-z, 0-9 and -, not starting with -";
export const TYPE_RULE = "must be lower-case words joined by -, _ or /";
export const NAME_RULE = "must be 1 to 253 of A-Z, a-z, 0-9, ., _ and -, starting with a letter or digit";

/** The identity of a resource. */
export type ResourceRef = { provider: string; resource: string; name: string };

/** `provider/resource/name`. Unambiguous, because neither provider nor name may contain a slash. */
export function resourceKey(ref: ResourceRef): string {
  return `${ref.provider}/${ref.resource}/${ref.name}`;
}

/**
 * The identity that a friendly id names, or null if it violates the grammar. The type may contain slashes: the first
 * slash ends the provider, the last begins the name.
 */
export function parseKey(key: string): ResourceRef | null {
  const first = key.indexOf("/");
  const last = key.lastIndexOf("/");
  if (first < 0 || first === last) return null;
  const ref = { provider: key.slice(0, first), resource: key.slice(first + 1, last), name: key.slice(last + 1) };
  return isResourceRef(ref) ? ref : null;
}

/** The identity that a document names, by its friendly id or as an object, as in the API; null if it names none. */
export function readRef(value: Json): ResourceRef | null {
  if (typeof value === "string") return parseKey(value);
  if (!isJsonObject(value)) return null;
  const { provider, resource, name } = value;
  if (typeof provider !== "string" || typeof resource !== "string" || typeof name !== "string") return null;
  return isResourceRef({ provider, resource, name }) ? { provider, resource, name } : null;
}

/** Whether all three parts follow the grammar of section 2. */
export function isResourceRef(ref: ResourceRef): boolean {
  return (
    PROVIDER_PATTERN.test(ref.provider) &&
    ref.resource.length <= MAX_TYPE_LENGTH &&
    TYPE_PATTERN.test(ref.resource) &&
    NAME_PATTERN.test(ref.name)
  );
}

/**
 * The internal id, `resource:{provider}_{resource}_{name}`. It cannot be parsed back, since words may contain `_`, and
 * two identities may share one: look ids up, never split them.
 */
export function resourceId(ref: ResourceRef): string {
  return `resource:${ref.provider}_${ref.resource.replaceAll("/", "_")}_${ref.name}`;
}
