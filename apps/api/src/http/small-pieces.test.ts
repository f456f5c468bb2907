import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Core } from "@pragma/core";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_API_SETTINGS } from "../settings.ts";
import { createApp } from "./app.ts";
import { sendJson } from "./send-answer.ts";
import { readUpload } from "./upload.ts";

const COUNT = 100_000;

let app: FastifyInstance;

beforeAll(async () => {
  app = await createApp({ services: { settings: DEFAULT_SETTINGS } } as Core, DEFAULT_API_SETTINGS);
  app.post("/json", async ({ body }, reply) => sendJson(reply, 200, String((body as string).length)));
  app.post("/file", async (request, reply) => {
    const { bytes } = await readUpload(request, "file");
    return sendJson(reply, 200, String(bytes.length));
  });
});
afterAll(() => app.close());

const PART = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';

describe("a body costs as much memory as it has bytes, in however small pieces they come", () => {
  it.each<[string, string, string, string, string]>([
    ["JSON", "/json", "application/json", '"', '"'],
    ["a file", "/file", "multipart/form-data; boundary=b", PART, "\r\n--b--\r\n"],
  ])("%s", async (_what, url, type, head, tail) => {
    const before = heapInUse();
    let kept = 0;
    async function* pieces(): AsyncGenerator<Buffer> {
      yield Buffer.from(head);
      for (let index = 0; index < COUNT; index++) yield Buffer.alloc(1, "x");
      kept = heapInUse() - before;
      yield Buffer.from(tail);
    }
    const payload = Readable.from(pieces());
    const answer = await app.inject({ method: "POST", url, headers: { "content-type": type }, payload });
    expect(answer.body).toBe(String(COUNT));
    expect(kept).toBeLessThan(4 * 1024 * 1024);
  });
});

/** Size of the heap once it was swept. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
