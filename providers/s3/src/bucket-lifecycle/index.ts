import { isDeepStrictEqual } from "node:util";
import { ConfigError, defineConnectedResource } from "@pragma/sdk/provider";
import { childrenOf, parseXml } from "../client/parse-xml.ts";
import { writeXml } from "../client/write-xml.ts";
import { connection } from "../connection.ts";
import { withServer } from "../fields.ts";
import { rulesOutputs } from "../rules/config.ts";
import { rulesHandlers } from "../rules/handlers.ts";
import { type DeclaredRule, type LifecycleConfig, lifecycleConfig, type Rule } from "./config.ts";
import { type FoundRule, readRule } from "./read-rule.ts";
import { writeRule } from "./write-rule.ts";

/** When objects of a bucket are deleted, or moved to another storage class. */
export const bucketLifecycle = defineConnectedResource({
  description: "When objects of a bucket are deleted, or moved to another storage class",
  tags: ["s3"],
  config: lifecycleConfig,
  outputs: rulesOutputs,
  connection,
  complete: (config, connected) => withServer(config, connected),
  ...rulesHandlers<LifecycleConfig, { rules: DeclaredRule[] }>({
    kind: { query: "lifecycle", absent: "NoSuchLifecycleConfiguration", contentType: "application/xml" },
    what: "lifecycle rules",
    write: ({ rules }) => writeXml("LifecycleConfiguration", { Rule: rules.map(writeRule) }),
    asIs,
    asFound: (document) => ({ rules: parse(document).map(({ rule, unknown }) => shown(rule, unknown)) }),
    isSame,
  }),
});

function parse(document: Buffer): FoundRule[] {
  return childrenOf(parseXml(document), "Rule").map(readRule);
}

function asIs(document: Buffer): { rules: DeclaredRule[] } {
  const found = parse(document);
  for (const { rule, unknown } of found) {
    if (unknown.length === 0) continue;
    throw new ConfigError(`The lifecycle rule "${rule.id}" cannot be taken over: it has ${unknown.join(", ")}`);
  }
  return { rules: found.map(({ rule }) => shown(rule, [])) };
}

function isSame({ rules }: Pick<LifecycleConfig, "rules">, document: Buffer): boolean {
  const found = parse(document);
  if (found.some(({ unknown }) => unknown.length > 0)) return false;
  return isDeepStrictEqual(inOrder(rules), inOrder(found.map(({ rule }) => rule)));
}

/** Rules by id, and what each lists by how it reads: neither order is anything. */
function inOrder(rules: readonly Rule[]): unknown[] {
  return rules
    .map(({ transitions, noncurrent_transitions, ...rule }) => ({
      ...withoutAbsent(rule),
      transitions: transitions.map(textOfTransition).sort(),
      noncurrent_transitions: noncurrent_transitions.map(textOfTransition).sort(),
    }))
    .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
}

function textOfTransition(transition: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(withoutAbsent(transition)).sort());
}

/**
 * A rule as a config says it in the fewest words. What no config can say is named in a member of its own, so that it is none of the declared
 * rules.
 */
function shown(rule: Rule, unknown: readonly string[]): DeclaredRule {
  const { enabled, tags, expire_delete_markers, transitions, noncurrent_transitions, ...rest } = withoutAbsent(rule);
  return {
    ...rest,
    ...(!enabled && { enabled }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(expire_delete_markers && { expire_delete_markers }),
    ...(transitions.length > 0 && { transitions: transitions.map(withoutAbsent) }),
    ...(noncurrent_transitions.length > 0 && { noncurrent_transitions: noncurrent_transitions.map(withoutAbsent) }),
    ...(unknown.length > 0 && { also: unknown }),
  };
}

function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
