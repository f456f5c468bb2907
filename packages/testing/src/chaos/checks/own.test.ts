import { expect, it } from "vitest";
import { makeFacts, makeResource, SPACE } from "../make-facts.ts";
import { own } from "./own.ts";

const holder = (name: string, serial: string, identity: string) =>
  makeResource({ key: `chaos/volume/${name}`, outputs: { serial }, identity });

it("finds two resources of one thing, and of one name", () => {
  const same = [holder("a", "s1", "t1"), holder("b", "s1", "t1")];
  expect(own.run(makeFacts({ resources: same })).map(({ message }) => message)).toEqual([
    `it holds ${SPACE} s1, and so does chaos/volume/a`,
    `it holds ${SPACE} t1, and so does chaos/volume/a`,
  ]);
});

it("knows things of other organizations, and one that was made after the other was removed by hand", () => {
  const [a, b] = [holder("a", "s1", "t1"), holder("b", "s2", "t1")];
  expect(own.run(makeFacts({ resources: [a, { ...a, space: "org1" }] }))).toEqual([]);
  const hands = [{ at: 1, space: SPACE, id: "volume:t1", what: "remove" as const }];
  expect(own.run(makeFacts({ resources: [a, b], hands }))).toEqual([]);
  expect(own.run(makeFacts({ resources: [a, b] }))).toHaveLength(1);
});
