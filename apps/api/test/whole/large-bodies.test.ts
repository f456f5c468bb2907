import { readFileSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const MIB = 1024 * 1024;
const UPLOADS = 40;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Resident memory of a process in MiB. */
function memoryOf(pid: number | undefined): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** An upload of 20 MiB of which the last piece is not sent. */
class Upload {
  readonly #request: ClientRequest;
  /** Undefined until there is an answer. */
  status: number | undefined;
  isReceived = false;

  /** @param announced how many bytes it says that it has */
  constructor(url: string, name: string, announced: number) {
    const head = `--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`;
    this.#request = request(`${url}/files/${name}/upload`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": announced,
      },
    });
    this.#request.on("error", () => undefined);
    this.#request.on("response", (response) => {
      this.status = response.statusCode;
      response.resume();
    });
    this.#request.write(head);
    this.#request.write(Buffer.alloc(19 * MIB), () => {
      this.isReceived = true;
    });
  }

  end(): void {
    this.#request.destroy();
  }
}

it("large bodies that arrive at once take no more memory than there is for them", async () => {
  const api = new ApiProcess({
    DATABASE_URL: database.url,
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
  });
  const url = await api.listening();
  const before = memoryOf(api.child.pid);
  const uploads = Array.from(
    { length: UPLOADS },
    (_, count) =>
      // Some say more than is ever read of a file.
      new Upload(url, `file-${count}`, (count % 2 === 0 ? 21 : 90) * MIB),
  );
  await vi.waitUntil(() => uploads.every(({ isReceived, status }) => isReceived || status !== undefined), 50_000);
  expect(memoryOf(api.child.pid) - before).toBeLessThan(512);
  const refused = uploads.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(UPLOADS / 2);
  // Small ones need no room.
  const body = JSON.stringify({ provider: "pragma", resource: "config", name: "small", config: { data: { x: 1 } } });
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  expect((await fetch(`${url}/resources/apply`, { method: "POST", headers, body })).status).toBe(200);
  for (const upload of uploads) upload.end();
});
