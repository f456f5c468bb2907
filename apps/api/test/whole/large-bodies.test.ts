import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const MIB = 1024 * 1024;
const UPLOADS = 40;
const ADMINISTRATOR = {
  PRAGMA_ADMIN_EMAIL: "owner@example.com",
  PRAGMA_ADMIN_PASSWORD: "a long password",
  PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
};

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

/** Bytes of all files in a folder. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** An upload of 20 MiB of which the last piece is not sent. */
class Upload {
  readonly #request: ClientRequest;
  /** Undefined until there is an answer. */
  status: number | undefined;
  isReceived = false;

  /** @param announced how many bytes it says that it has */
  constructor(url: string, { field, announced }: { field: string; announced: number }) {
    const head = `--x\r\nContent-Disposition: form-data; name="${field}"; filename="f"\r\n\r\n`;
    this.#request = request(url, {
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

it("large bodies that arrive at once take no more memory than there is for them", { tags: ["thorough"] }, async () => {
  const api = new ApiProcess({ ...ADMINISTRATOR, DATABASE_URL: database.url });
  const url = await api.listening();
  const before = memoryOf(api.child.pid);
  const uploads = Array.from(
    { length: UPLOADS },
    (_, count) =>
      // Some say more than is ever read of a file: they wait for no room.
      new Upload(`${url}/files/file-${count}/upload`, { field: "file", announced: (count % 4 === 0 ? 90 : 21) * MIB }),
  );
  await vi.waitUntil(() => uploads.every(({ isReceived, status }) => isReceived || status !== undefined), 50_000);
  expect(memoryOf(api.child.pid) - before).toBeLessThan(512);
  const having = (wanted: number) => uploads.filter(({ status }) => status === wanted);
  expect(having(413)).toHaveLength(UPLOADS / 4);
  expect(having(503).length).toBeGreaterThan(UPLOADS / 2);
  // Small ones need no room.
  const body = JSON.stringify({ provider: "pragma", resource: "config", name: "small", config: { data: { x: 1 } } });
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  expect((await fetch(`${url}/resources/apply`, { method: "POST", headers, body })).status).toBe(200);
  for (const upload of uploads) upload.end();
});

it("sources of providers that arrive at once take no more of the disk than there is for them", {
  tags: ["thorough"],
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "pragma-uploads-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const room = 128 * MIB;
  const api = new ApiProcess({
    ...ADMINISTRATOR,
    DATABASE_URL: database.url,
    PRAGMA_REQUEST_DISK_BYTES: String(room),
    TMPDIR: folder,
  });
  const url = await api.listening();
  const uploads = Array.from(
    { length: UPLOADS / 2 },
    (_, count) => new Upload(`${url}/providers/one-${count}/push`, { field: "code", announced: 21 * MIB }),
  );
  await vi.waitUntil(() => uploads.every(({ isReceived, status }) => isReceived || status !== undefined), 50_000);
  expect(bytesIn(folder)).toBeGreaterThan(19 * MIB);
  expect(bytesIn(folder)).toBeLessThan(room);
  expect(uploads.filter(({ status }) => status === 503).length).toBeGreaterThan(UPLOADS / 4);
  for (const upload of uploads) upload.end();
});
