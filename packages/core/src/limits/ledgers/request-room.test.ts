import { expect, it } from "vitest";
import { expectedBytes } from "./request-room.ts";

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
