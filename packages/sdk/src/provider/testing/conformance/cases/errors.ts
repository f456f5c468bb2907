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

      deepEqual({ value, error }, { value: null, error: { kind, message, retryAfter, exists } });
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
