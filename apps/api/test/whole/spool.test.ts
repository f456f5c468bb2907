import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "pragma-test-spool-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

function start(): ApiProcess {
  return new ApiProcess({
    DATABASE_URL: database.url,
    TMPDIR: folder,
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: "a long password",
    PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
  });
}

/** Begins an upload that never ends. @returns the folder in which it is received */
async function beginUpload(api: ApiProcess): Promise<string> {
  const before = await readdir(folder);
  const upload = request(`${await api.listening()}/providers/acme/push`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "multipart/form-data; boundary=x" },
  });
  upload.on("error", () => undefined);
  upload.write('--x\r\nContent-Disposition: form-data; name="code"; filename="f"\r\n\r\nabc');
  const name = await vi.waitUntil(async () => (await readdir(folder)).find((entry) => !before.includes(entry)), {
    timeout: 30_000,
  });
  return join(folder, name);
}

it("a start removes the uploads that killed processes left, and none of running ones", async () => {
  const [running, killed] = [start(), start()];
  const [kept, left] = [await beginUpload(running), await beginUpload(killed)];
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  const elsewhere = join(folder, `pragma-upload-not-${hostname()}-${killed.child.pid}-abcdef`);
  await mkdir(elsewhere);
  await start().listening();
  expect([kept, left, elsewhere].map(existsSync)).toEqual([true, false, true]);
});
