import { deepEqual, equal, match } from "node:assert/strict";
import type { ConformanceCase, ConformanceErrorKind } from "../subject.ts";
import { succeeded } from "./life.ts";

function ends(
  mode: string,
  kind: ConformanceErrorKind,
  message: string,
  retryAfter: number | null,
  exists: string | null = null,
): ConformanceCase {
  return {
    name: `a handler that fails by "${mode}" costs its own call, as ${kind}`,
    async run(subject) {
      const { value, error } = await subject.create({ name: `error-${mode}`, config: { text: "it", mode } });

      deepEqual({ value, error }, { value: null, error: { kind, message, retryAfter, exists, replace: null } });
      equal(succeeded(await subject.observe({ name: `error-${mode}`, config: { text: "it" } })), null);
    },
  };
}

export const errorCases: ConformanceCase[] = [
  ends("config", "config", "it is refused", null),
  ends("retry", "retry", "it later", 7),
  ends("fail", "failed", "it failed", null),
  ends("exists", "config", "it is there already", null, "item it"),
  {
    name: "an update that only another thing could carry out says which fields stand in the way, and changes nothing",
    async run(subject) {
      const name = "error-replace";
      succeeded(await subject.create({ name, config: { text: "old" } }));
      const { value, error } = await subject.update({ name, config: { text: "it", mode: "replace" } });

      const failure = {
        kind: "config",
        message: "it needs another",
        retryAfter: null,
        exists: null,
        replace: ["text"],
      };
      deepEqual({ value, error }, { value: null, error: failure });
      const kept = succeeded(await subject.observe({ name, config: { text: "old" } })) as { text: string } | null;
      equal(kept?.text, "old");
      succeeded(await subject.delete({ name, config: { text: "old" } }));
    },
  },
  {
    name: "a config that breaks the schema is the user's to fix",
    async run(subject) {
      const { error } = await subject.create({ name: "broken", config: { text: 1 } });

      equal(error?.kind, "config");
      match(error?.message ?? "", /text/);
    },
  },
  {
    name: "a type that the provider does not have fails the call by name",
    needsProcess: true,
    async run(subject) {
      const { error } = await subject.delete({ type: "constructor", name: "any", config: { text: "one" } });

      equal(error?.kind, "failed");
      match(error?.message ?? "", /constructor/);
      succeeded(await subject.delete({ name: "any", config: { text: "one" } }));
    },
  },
  {
    name: "an answer larger than a message may be fails its own call, as outputs",
    needsProcess: true,
    async run(subject) {
      const { error } = await subject.create({ name: "large", config: { text: "one", mode: "large" } });

      equal(error?.kind, "outputs");
      succeeded(await subject.create({ name: "small", config: { text: "one" } }));
    },
  },
];
