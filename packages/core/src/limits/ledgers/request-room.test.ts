import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRequestRoom, expectedBytes } from "./request-room.ts";

const MIB = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const response = () => new ServerResponse(new IncomingMessage(new Socket()));

it("strangers have a small part of the room, and nothing of what the others share", async () => {
  const takeRoom = createRequestRoom({ bytes: 256 * MIB, largestBytes: 80 * MIB });
  const strangers = Array.from({ length: 24 }, () => takeRoom(8 * MIB, null, response()));
  const senders = ["a", "b"].map((sender) => takeRoom(80 * MIB, sender, response()));
  // Those for whom there is no room are turned away.
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await Promise.all(strangers)).filter((isTaken) => isTaken)).toHaveLength(1);
  expect(await Promise.all(senders)).toEqual([true, true]);
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
