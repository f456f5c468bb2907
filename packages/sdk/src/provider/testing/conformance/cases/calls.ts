import { deepEqual, equal, ok } from "node:assert/strict";
import type { SubResource, SubResourceState } from "../../../context.ts";
import type { ConformanceCase, ConformanceOutcome } from "../subject.ts";
import { succeeded } from "./life.ts";

export function textOf(outcome: ConformanceOutcome): unknown {
  return (succeeded(outcome) as Record<string, unknown>)["text"];
}

export function stateOf(name: string, outputs: Record<string, unknown>): SubResourceState {
  const id = `resource:test_part_${name}`;
  return { id, provider: "test", resource: "part", name, lifecycle_state: "ready", outputs, error: null };
}

export const callCases: ConformanceCase[] = [
  {
    name: "calls run at once: two that wait for each other both end",
    async run(subject) {
      const meet = (name: string) => subject.create({ name, config: { text: name, mode: "meet" } });

      const outcomes = await Promise.all([meet("one"), meet("two")]);

      deepEqual(outcomes.map(textOf), ["one", "two"]);
    },
  },
  {
    name: "a cancelled call stops, and the others go on",
    async run(subject) {
      const controller = new AbortController();
      const waiting = subject.create({
        name: "cancelled",
        config: { text: "it", mode: "wait" },
        signal: controller.signal,
      });
      // Awaited below; until then its failure must not count as unhandled.
      waiting.catch(() => {});
      equal(textOf(await subject.create({ name: "neighbour", config: { text: "other" } })), "other");
      controller.abort();

      const { error } = await waiting;

      ok(error);
      if (subject.isProcess) equal(error.kind, "cancelled");
      equal(succeeded(await subject.observe({ name: "cancelled", config: { text: "it" } })), null);
    },
  },
  {
    name: "a call that runs out of time is stopped",
    needsProcess: true,
    async run(subject) {
      const call = { name: "late", config: { text: "it", mode: "wait" } };

      const { error } = await subject.create({ ...call, deadlineMs: 200 });

      equal(error?.kind, "timeout");
    },
  },
  {
    name: "a handler applies a sub-resource, waits for it and reads its outputs",
    async run(subject) {
      const applied: SubResource[] = [];
      const waits: unknown[] = [];

      const outcome = await subject.create({
        name: "whole",
        config: { text: "part", mode: "apply" },
        platform: {
          apply(resource) {
            applied.push(resource);
            return stateOf(resource.name, {});
          },
          waitReady(id, timeout) {
            waits.push([id, timeout]);
            return stateOf("part", { text: "made" });
          },
        },
      });

      equal(textOf(outcome), "made");
      deepEqual(applied, [{ provider: "test", resource: "part", name: "part", config: { text: "part" } }]);
      deepEqual(waits, [["resource:test_part_part", 9]]);
    },
  },
  {
    name: "what the platform refuses is told to the handler",
    async run(subject) {
      const { error } = await subject.create({
        name: "refused",
        config: { text: "part", mode: "apply" },
        platform: {
          apply() {
            throw new Error("part is taken");
          },
          waitReady: () => stateOf("part", {}),
        },
      });

      deepEqual(error, { kind: "failed", message: "part is taken", retryAfter: null, exists: null, replace: null });
    },
  },
];
