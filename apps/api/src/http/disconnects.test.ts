import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Core } from "@pragma/core";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_API_SETTINGS } from "../settings.ts";
import { createApp } from "./app.ts";
import { withSpooledFile } from "./spool.ts";
import { readUpload } from "./upload.ts";

const MULTIPART = "multipart/form-data; boundary=x";
const CHUNKED = "Transfer-Encoding: chunked";

let app: FastifyInstance;
let spoolFolder: string;
/** Resolves with the status of the next answer, whether or not anybody is there to read it. */
let answered: PromiseWithResolvers<number>;
/** Whether bodies are read only when the sender has left. */
let isLate: boolean;

beforeAll(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), "pragma-test-disconnects-"));
  app = await createApp({ services: { settings: DEFAULT_SETTINGS } } as Core, { ...DEFAULT_API_SETTINGS, spoolFolder });
  app.addHook("preParsing", async ({ raw }) => {
    if (isLate && !raw.destroyed) await new Promise((resolve) => raw.once("close", resolve));
  });
  app.addHook("onSend", async (_request, reply) => answered.resolve(reply.statusCode));
  app.post("/json", async () => "read");
  app.post("/file", (request) => readUpload(request, "file"));
  app.post("/spooled", (request) => withSpooledFile(request, { field: "file", maxBytes: 1000 }, async () => "read"));
  await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await app.close();
  await rm(spoolFolder, { recursive: true });
});

/** Sends the start of a request. */
async function send(path: string, type: string, rest: string) {
  answered = Promise.withResolvers();
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined).resume();
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${rest}`);
  await once(app.server, "request");
  return socket;
}

it.each([
  ["/json", "application/json"],
  ["/file", MULTIPART],
  ["/spooled", MULTIPART],
])("a sender that has left before its body is read is answered, and nothing of it stays: %s", async (path, type) => {
  isLate = true;
  const socket = await send(path, type, "Content-Length: 1000\r\n\r\n");
  socket.resetAndDestroy();
  expect(await answered.promise).toBe(400);
  expect(await readdir(spoolFolder)).toEqual([]);
});

const BROKEN = [
  ["an invalid chunk", `${CHUNKED}\r\n\r\nzz\r\n`],
  ["an invalid chunk, after the start of a part", `${CHUNKED}\r\n\r\n5\r\n--x\r\n\r\nzz\r\n`],
  ["more than was announced", "Content-Length: 5\r\n\r\n--x\r\nabc"],
] as const;

it.each(
  BROKEN.flatMap(([what, rest]) => [false, true].map((late) => [what, late ? "late" : "at once", rest, late] as const)),
)("of a body that is broken by %s, and read %s, nothing stays", async (_what, _when, rest, late) => {
  isLate = late;
  await send("/spooled", MULTIPART, rest);
  expect(await answered.promise).toBeGreaterThanOrEqual(400);
  expect(await readdir(spoolFolder)).toEqual([]);
});
