import type { Json, JsonObject, Path, ValidationIssue } from "../json/json.ts";
import { isJsonObject, member, setMember } from "../json/object.ts";
import { isEnvelope } from "./envelope.ts";
import { containsMask, MASK } from "./mask.ts";
import { pairElements } from "./pair-elements.ts";

/**
 * Puts stored sensitive values back where a client sent the `********` that it had read.
 *
 * A mask at a path where `stored` has an envelope becomes that envelope. Elements of arrays are matched by their other
 * fields, so that reordering, adding and removing elements keeps each secret with its own element. A mask anywhere else
 * is an issue, and so is one that may stand for several different secrets; on create, `stored` is undefined.
 *
 * @param prefix of each issue's `loc`, such as `["body", "config"]`
 */
export function restoreMasked(
  incoming: Json,
  stored: Json | undefined,
  prefix: Path = [],
): { value: Json; issues: ValidationIssue[] } {
  const issues: ValidationIssue[] = [];
  const value = restore(incoming, stored, [...prefix], issues);
  return { value, issues };
}

function restore(incoming: Json, stored: Json | undefined, path: Path, issues: ValidationIssue[]): Json {
  if (incoming === MASK) {
    if (isEnvelope(stored)) return stored;
    issues.push(issueAt(path, "there is none at this path"));
    return incoming;
  }
  if (Array.isArray(incoming)) return restoreArray(incoming, Array.isArray(stored) ? stored : [], path, issues);
  if (!isJsonObject(incoming)) return incoming;
  return restoreObject(incoming, isEnvelope(stored) || !isJsonObject(stored) ? {} : stored, path, issues);
}

function restoreObject(incoming: JsonObject, stored: JsonObject, path: Path, issues: ValidationIssue[]): Json {
  let copy: JsonObject | undefined;
  for (const key of Object.keys(incoming)) {
    const item = incoming[key] as Json;
    path.push(key);
    const restored = restore(item, member(stored, key), path, issues);
    path.pop();
    if (restored === item) continue;
    copy ??= { ...incoming };
    setMember(copy, key, restored);
  }
  return copy ?? incoming;
}

function restoreArray(incoming: Json[], stored: Json[], path: Path, issues: ValidationIssue[]): Json {
  if (!incoming.some(containsMask)) return incoming;
  const partners = pairElements(incoming, stored);
  return incoming.map((item, index) => {
    if (!containsMask(item)) return item;
    path.push(index);
    const partner = partners.get(index);
    let restored = item;
    if (partner === "ambiguous") {
      issues.push(issueAt(path, "several elements of the array could be meant"));
    } else {
      restored = restore(item, partner === undefined ? undefined : stored[partner], path, issues);
    }
    path.pop();
    return restored;
  });
}

function issueAt(path: Path, reason: string): ValidationIssue {
  return {
    loc: [...path],
    msg: `"${MASK}" stands for a stored sensitive value, and ${reason}; give the value itself`,
    type: "masked_value",
  };
}
