import { ConfigError } from "@pragma/sdk/provider";
import { parseUrl } from "../http/build.ts";
import type { Scope } from "../template/scope.ts";
import { mentions, renderPath, renderText } from "../template/template.ts";
import type { ObjectConfig, ObjectOutputs } from "./config.ts";

/** Config fields that say where an object is. `named_below` is its own `base_url`, or empty where that is the connection's. */
export type Addressed = Pick<ObjectConfig, "named_below" | "values" | "read">;

const MAX_LENGTH = 512;

/**
 * The address that `read` reads: a URL, or what follows the base_url of the connection. Null without a `read`, and for one that holds a
 * secret or is too long.
 *
 * @param more what templates can name, too
 * @throws ConfigError where a template names anything else
 */
export function addressOf(
  config: Addressed,
  known: Pick<ObjectOutputs, "id" | "values">,
  more: Scope = {},
): string | null {
  const { named_below, values, read } = config;
  if (read === undefined || mentions([read.path, read.query], "secrets")) return null;
  const scope = { ...more, values, outputs: known.values, ...(known.id === null ? {} : { id: known.id }) };
  const path = renderPath(read.path, scope, "read.path");
  const query = Object.entries(read.query).map(
    ([key, value]) =>
      `${encodeURIComponent(key)}=${renderText(value, scope, `read.query.${key}`, (text) => encodeURIComponent(text))}`,
  );
  const sign = path.includes("?") ? "&" : "?";
  const address = [`${baseOf(named_below)}${path}`, ...(query.length > 0 ? [query.join("&")] : [])].join(sign);
  return address === "" || address.length > MAX_LENGTH || /\p{Cc}/u.test(address) ? null : address;
}

/** No id of an API is that. */
const MARK = "\0id\0";

/**
 * Finds the id of the object in its address; null if the address holds none.
 *
 * @throws ConfigError if the address is not one that `read` can read
 */
export function idInAddress(config: Addressed, address: string): string | null {
  const fail = (reason: string): never => {
    throw new ConfigError(`"${address}" is not the address of such an object: ${reason}`);
  };
  const marked = addressOf(config, { id: MARK, values: {} }) ?? fail("there is no read, or its address holds a secret");
  const pieces = marked.split(encodeURIComponent(MARK));
  const id = pieces.length === 1 ? null : decode(between(pieces, address));
  if (!leadsTo(config, id, address)) fail(`it reads ${pieces.join("{{id}}")}`);
  return id;
}

function leadsTo(config: Addressed, id: string | null, address: string): boolean {
  try {
    return addressOf(config, { id, values: {} }) === address;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** What stands between the pieces of a text, each time the same. */
function between(pieces: readonly string[], text: string): string {
  const length = (text.length - pieces.join("").length) / (pieces.length - 1);
  const start = pieces[0]?.length ?? 0;
  return text.slice(start, start + Math.max(length, 0));
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function baseOf(url: string): string {
  if (url === "") return "";
  const { origin, pathname } = parseUrl(url, "base_url");
  return `${origin}${pathname.replace(/\/$/, "")}`;
}
