import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { atOnce, inTurns, type Steps, stepwise } from "./in-turns.ts";

function* busy(steps: number, milliseconds: number): Steps<string> {
  for (let step = 0; step < steps; step++) {
    for (const end = performance.now() + milliseconds; performance.now() < end; );
    yield;
  }
  return "done";
}

/** How many turns others had meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  let turns = 0;
  for (await nextTurn(); !isOver; await nextTurn()) turns++;
  return turns;
}

it("gives others a turn whenever steps have taken their time", async () => {
  expect(await turnsDuring(inTurns(busy(10, 5)))).toBeGreaterThanOrEqual(9);
});

it("carries out quick steps in one piece", async () => {
  const work = inTurns(busy(10, 0));
  expect(await Promise.race([work, nextTurn("later")])).toBe("done");
});

it("returns and throws what the steps do", async () => {
  const failing = (): Steps<never> => stepwise([1], () => expect.fail("no")) as Steps<never>;
  expect(atOnce(busy(3, 0))).toBe("done");
  expect(() => atOnce(failing())).toThrow("no");
  await expect(inTurns(failing())).rejects.toThrow("no");
});

it("ends a step after a hundred items", () => {
  const seen: number[] = [];
  const steps = stepwise(
    Array.from({ length: 250 }, (_, index) => index),
    (item) => seen.push(item),
  );
  const sizes: number[] = [];
  while (!steps.next().done) sizes.push(seen.length);
  expect(sizes).toEqual([100, 200]);
  expect(seen).toHaveLength(250);
});
