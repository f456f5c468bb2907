import { MAX_LIST_CURSOR, whyNotIdentity } from "@pragma/language";
import type { JsonObject } from "../context.ts";
import { OutputsError } from "./failure.ts";
import { isObject } from "./found.ts";

/** Characters of a name or a tag that a list gives. */
const MAX_WORD = 253;
const MAX_TAGS = 100;

/** Passes the text that `identity` returned, or null. @throws OutputsError if it is something else. */
export function checkIdentity(identity: unknown): string | null {
  if (identity === null) return null;
  if (typeof identity !== "string") throw new OutputsError("identity must return a text, or null");
  const problem = whyNotIdentity(identity);
  if (problem !== undefined) throw new OutputsError(`The identity ${problem}`);
  return identity;
}

/** What `import` returned of a thing that is there: its outputs, not parsed yet, and its config. @throws OutputsError */
export function parseImported(imported: unknown): { outputs: unknown; config: JsonObject } {
  if (!isObject(imported) || !("outputs" in imported) || !isObject(imported["config"])) {
    throw new OutputsError("import must return an object with config and outputs, or null");
  }
  const { outputs, config } = imported;
  return { outputs, config };
}

/**
 * What `list` returned, in the form in which it is sent.
 *
 * @param limit most things that it may have
 * @throws OutputsError naming the first thing that is wrong with it.
 */
export function parsePage(page: unknown, limit: number): JsonObject {
  if (!isObject(page) || !Array.isArray(page["items"])) {
    throw new OutputsError("list must return an object with items and, if there are more, cursor");
  }
  const { items, cursor = null } = page;
  if (items.length > limit) throw new OutputsError(`list returned ${items.length} items, more than ${limit}`);
  if (cursor !== null && (typeof cursor !== "string" || cursor.length > MAX_LIST_CURSOR)) {
    throw new OutputsError(`list returned a cursor that is not a text of ${MAX_LIST_CURSOR} characters at most`);
  }
  return { items: items.map(toCandidate), cursor };
}

function toCandidate(item: unknown, index: number): JsonObject {
  const fail = (what: string): never => {
    throw new OutputsError(`list returned an item ${index} ${what}`);
  };
  if (!isObject(item) || typeof item["identity"] !== "string") return fail("without an identity");
  const { identity, name = null, tags = [], config = null } = item;
  const problem = whyNotIdentity(identity as string);
  if (problem !== undefined) fail(`whose identity ${problem}`);
  if (name !== null && !isWord(name)) fail(`whose name is not a text of ${MAX_WORD} characters at most`);
  if (!Array.isArray(tags) || tags.length > MAX_TAGS || !tags.every(isWord)) {
    fail(`whose tags are not ${MAX_TAGS} texts of ${MAX_WORD} characters at most`);
  }
  if (config !== null && !isObject(config)) fail("whose config is not an object");
  return { identity, name, tags, config };
}

function isWord(value: unknown): boolean {
  return typeof value === "string" && value.length <= MAX_WORD;
}
