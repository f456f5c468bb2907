import { expect, it } from "vitest";
import { TurnQueue } from "./turn-queue.ts";

it("takes turns between owners, and each owner's first arrival", () => {
  const queue = new TurnQueue<string>();
  for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) queue.add(item.charAt(0), item);
  expect(queue.take(4)).toEqual(["a1", "b1", "c1", "a2"]);
  queue.add("b", "b2");
  expect(queue.waiting("a")).toBe(1);
  expect(queue.take(9)).toEqual(["c2", "a3", "b2"]);
  expect([queue.take(1), queue.waiting("a")]).toEqual([[], 0]);
});

it("gives the turn back to an item that is put back", () => {
  const queue = new TurnQueue<string>();
  for (const item of ["a1", "a2", "b1", "c1"]) queue.add(item.charAt(0), item);
  for (const item of queue.take(3).reverse()) queue.putBack(item.charAt(0), item);
  expect(queue.take(3)).toEqual(["a1", "b1", "c1"]);
  expect(queue.clear()).toEqual(["a2"]);
});
