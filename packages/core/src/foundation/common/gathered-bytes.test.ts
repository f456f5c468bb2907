import { expect, it } from "vitest";
import { GatheredBytes } from "./gathered-bytes.ts";

it("puts pieces of any size together", () => {
  const pieces = [1, 0, 4095, 1, 10_000, 3].map((length, index) => Buffer.alloc(length, index + 1));
  const gathered = new GatheredBytes();
  for (const piece of pieces) gathered.add(piece);
  expect(gathered.all().equals(Buffer.concat(pieces))).toBe(true);
  expect(gathered).toHaveLength(14_100);
});

it("is empty at first", () => {
  expect(new GatheredBytes().all()).toHaveLength(0);
});

it("copies each piece, which may then be overwritten", () => {
  const piece = Buffer.from("ab");
  const gathered = new GatheredBytes();
  gathered.add(piece);
  piece.fill(0);
  expect(gathered.all().toString()).toBe("ab");
});
