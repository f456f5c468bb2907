import { expect, it } from "vitest";
import type { Segment } from "./timeline-model.ts";
import { legendOf } from "./timeline-words.ts";

const segment = (kind: Segment["kind"], outcome: Segment["outcome"] = null): Segment => ({
  ...{ kind, outcome, from: 0, to: 1, awaited: null },
});

it("explains each color that occurs in any lane, once", () => {
  const lanes = [
    { segments: [segment("attempt", "succeeded")] },
    { segments: [segment("queued"), segment("attempt", "failed"), segment("pause"), segment("attempt", "succeeded")] },
  ];
  expect(legendOf(lanes).map(({ words }) => words)).toEqual(["queued", "attempt succeeded", "attempt failed", "pause"]);
  expect(legendOf([{ segments: [] }])).toEqual([]);
});

it("knows an attempt that has no outcome yet as running", () => {
  expect(legendOf([{ segments: [segment("attempt")] }]).map(({ words }) => words)).toEqual(["attempt running"]);
});
