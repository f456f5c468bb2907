import { readFileSync } from "node:fs";
import { MAX_CHANGE_ITEMS, MAX_ISSUES } from "@pragma/contract";
import { MAX_JSON_VALUES } from "@pragma/language";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ApiProcess } from "../support/api-process.ts";

const TOKEN = "pragma_bootstrap-token-0123456789abcdefghij";
const ADMINISTRATOR = {
  PRAGMA_ADMIN_EMAIL: "owner@example.com",
  PRAGMA_ADMIN_PASSWORD: "a long password",
  PRAGMA_BOOTSTRAP_TOKEN: TOKEN,
};
const DOCUMENT = `"provider":"pragma","resource":"config","config":{}`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** As many elements as asked for. */
function times(count: number, element: string | ((index: number) => string)): string {
  return Array.from({ length: count }, (_, index) => (typeof element === "string" ? element : element(index))).join(
    ",",
  );
}

/** As many documents as a change may have, each with a list of its own. */
function documents(member: string, count: number, element: string): string {
  const list = times(count, element);
  return times(MAX_CHANGE_ITEMS, (index) => `{${DOCUMENT},"name":"r${index}","${member}":[${list}]}`);
}

const CHANGES = "/changes";
const TOKENS = "/auth/tokens";
const APPLY = "/resources/apply";

/** Attacks: what is sent where, and how it is answered. */
const ATTACKS: readonly (readonly [string, string, () => string, number])[] = [
  ["10 MiB of documents", CHANGES, () => `{"documents":[${times(3_400_000, "{}")}]}`, 413],
  [
    "as many documents as there may be values",
    CHANGES,
    () => `{"documents":[${times(MAX_JSON_VALUES / 2 - 10, "{}")}]}`,
    413,
  ],
  ["documents that are numbers", CHANGES, () => `{"documents":[${times(MAX_JSON_VALUES - 10, "1")}]}`, 413],
  ["as many documents as may be", CHANGES, () => `{"documents":[${times(MAX_CHANGE_ITEMS, "{}")}]}`, 422],
  ["deletions", CHANGES, () => `{"delete":[${times(MAX_JSON_VALUES / 2 - 10, "{}")}]}`, 413],
  [
    "documents and deletions",
    CHANGES,
    () => `{"documents":[${times(1500, "{}")}],"delete":[${times(1500, "{}")}]}`,
    413,
  ],
  [
    "guards",
    CHANGES,
    () =>
      `{"documents":[{${DOCUMENT},"name":"r"}],"if_match":{${times(MAX_JSON_VALUES / 2 - 30, (index) => `"a${index}":"*"`)}}}`,
    422,
  ],
  ["guards that are lists", CHANGES, () => `{"documents":[],"if_match":[${times(MAX_JSON_VALUES - 10, "1")}]}`, 422],
  ["unknown members", CHANGES, () => `{${times(MAX_JSON_VALUES / 2 - 10, (index) => `"a${index}":1`)}}`, 422],
  ["owners in each document", CHANGES, () => `{"documents":[${documents("owner_references", 75, "{}")}]}`, 201],
  ["dependencies in each document", CHANGES, () => `{"documents":[${documents("depends_on", 150, "1")}]}`, 201],
  ["tags in each document", CHANGES, () => `{"documents":[${documents("tags", 150, "1")}]}`, 201],
  ["nested lists", CHANGES, () => `${"[".repeat(MAX_JSON_VALUES - 10)}${"]".repeat(MAX_JSON_VALUES - 10)}`, 422],
  ["scopes", TOKENS, () => `{"name":"x","scopes":[${times(MAX_JSON_VALUES - 10, "1")}]}`, 422],
  [
    "owners of one",
    APPLY,
    () => `{${DOCUMENT},"name":"r","owner_references":[${times(MAX_JSON_VALUES / 2 - 10, "{}")}]}`,
    422,
  ],
  [
    "as many owners of one as may be",
    APPLY,
    () => `{${DOCUMENT},"name":"r","owner_references":[${times(1000, "{}")}]}`,
    422,
  ],
  [
    "a config of lists",
    APPLY,
    () =>
      `{"provider":"pragma","resource":"config","name":"r","config":{"data":{"a":[${times(MAX_JSON_VALUES / 2 - 20, "[]")}]}}}`,
    200,
  ],
];

it("lists of anything are refused before they cost time and memory that others need", async () => {
  const api = new ApiProcess({ ...ADMINISTRATOR, DATABASE_URL: database.url });
  const url = await api.listening();
  const before = peakOf(api.child.pid);
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  for (const [what, path, body, status] of ATTACKS) {
    const response = await fetch(`${url}${path}`, { method: "POST", headers, body: body() });
    expect(response.status, what).toBe(status);
    const { detail } = (await response.json()) as { detail?: unknown };
    if (Array.isArray(detail)) expect(detail.length, what).toBeLessThanOrEqual(MAX_ISSUES);
  }
  // All that the largest bodies leave behind until it is collected; unbounded, the first alone took 4 GB.
  expect(peakOf(api.child.pid) - before).toBeLessThan(384);
  api.child.kill("SIGTERM");
  await expect(api.findLine(/the event loop was blocked/)).rejects.toThrow("the log ended");
});

/** The most memory that a process had, in MiB. */
function peakOf(pid: number | undefined): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
