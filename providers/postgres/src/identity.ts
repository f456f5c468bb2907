import { ConfigError } from "@pragma/sdk/provider";
import { identifier } from "./sql/identifier.ts";

/** The separator, the sign that encodes it, and whatever does not fit on one line. */
const ENCODED = /[%/\p{Cc}\p{Zl}\p{Zp}]/gu;

/** The identity of a thing with these names, from the outermost on: `shop/app`. */
export function identityOf(...names: string[]): string {
  return names.map((name) => name.replace(ENCODED, encodeURIComponent)).join("/");
}

/**
 * The names in an identity, by the fields that they are of.
 * @param known what is known of the config: it has to name the same thing
 * @throws ConfigError if the text is not an identity of such a thing, or the config names another one
 */
export function namesIn<Field extends string>(
  identity: string,
  fields: readonly Field[],
  known: Partial<Record<Field, unknown>>,
): Record<Field, string> {
  const names = identity.split("/").map(decode);
  const wellFormed = names.length === fields.length && names.every((name) => identifier.safeParse(name).success);
  if (!wellFormed || identityOf(...names) !== identity) {
    throw new ConfigError(`"${identity}" is not an identity of this type: it reads ${fields.join("/")}`);
  }
  const entries = fields.map((field, index) => [field, names[index] as string] as const);
  const other = entries.find(([field, name]) => known[field] !== undefined && known[field] !== name);
  if (other !== undefined) {
    const [field] = other;
    throw new ConfigError(`"${identity}" is not what the config names: config.${field} is "${String(known[field])}"`);
  }
  return Object.fromEntries(entries) as Record<Field, string>;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}
