import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRequestRoom, declaresMore, expectedBytes } from "./request-room.ts";

const MIB = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const room = () => createRequestRoom({ bytes: 256 * MIB, largestBytes: 80 * MIB });

it("strangers have a small part of the room, and nothing of what the others share", async () => {
  const takeRoom = room();
  const strangers = Array.from({ length: 24 }, () => takeRoom(8 * MIB, null));
  const senders = ["a", "b"].map((sender) => takeRoom(80 * MIB, sender));
  // Those for whom there is no room are turned away.
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await Promise.all(strangers)).filter((give) => give !== null)).toHaveLength(1);
  expect((await Promise.all(senders)).filter((give) => give !== null)).toHaveLength(2);
});

it("small bodies wait for nobody's large ones", async () => {
  const takeRoom = room();
  const large = ["a", "b", "c"].map((sender) => takeRoom(80 * MIB, sender));
  const small = ["b", "b", "b", "d"].map((sender) => takeRoom(MIB, sender));
  expect((await Promise.all(small)).every((give) => give !== null)).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await Promise.all(large)).filter((give) => give !== null)).toHaveLength(2);
});

it.each([
  [{}, 0],
  [{ "content-length": "0" }, 0],
  [{ "content-length": "70" }, 70],
  [{ "content-length": "100" }, 100],
  [{ "content-length": "101" }, 100],
  [{ "transfer-encoding": "chunked" }, 100],
])("of a body with %j as many bytes are expected as may come", (headers, bytes) => {
  expect(expectedBytes(headers, 100)).toBe(bytes);
});

it.each([
  [{}, false],
  [{ "content-length": "100" }, false],
  [{ "content-length": "101" }, true],
  [{ "transfer-encoding": "chunked" }, false],
])("whether a body with %j is too long by what it declares: %s", (headers, isTooLong) => {
  expect(declaresMore(headers, 100)).toBe(isTooLong);
});
