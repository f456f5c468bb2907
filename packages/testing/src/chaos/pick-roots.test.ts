import { DEFAULT_HANDLING } from "@pragma/contract";
import { expect, it } from "vitest";
import { makeResource, SPACE } from "./make-facts.ts";
import { pickRoots } from "./pick-roots.ts";
import { Random } from "./random.ts";

const edge = (from: string, to: string) => ({ space: SPACE, from, to, kind: "dependency" });
const chain = [edge("chaos/plain/b", "chaos/plain/a"), edge("chaos/plain/c", "chaos/plain/b")];
const resources = (state: "ready" | "failed") => [
  makeResource({ key: "chaos/plain/a" }),
  makeResource({ key: "chaos/plain/b" }),
  makeResource({ key: "chaos/plain/c", state }),
];
const keys = (state: "ready" | "failed"): string[] =>
  pickRoots(new Random("r"), resources(state), chain, 5)
    .map(({ key }) => key)
    .sort();

it("picks resources whose dependents, direct or not, are all ready", () => {
  expect(keys("ready")).toEqual(["chaos/plain/a", "chaos/plain/b"]);
  expect(keys("failed")).toEqual([]);
});

it("picks nothing that a paused resource follows", () => {
  const paused = makeResource({ key: "chaos/plain/c", handling: { ...DEFAULT_HANDLING, paused: true } });
  expect(pickRoots(new Random("r"), [...resources("ready").slice(0, 2), paused], chain, 5)).toEqual([]);
});
