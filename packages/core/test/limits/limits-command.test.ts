import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/limits.ts", import.meta.url));
const KEY = randomBytes(32);

let world: World;
let id: string;

beforeAll(async () => {
  world = await createWorld({}, { keyring: new Keyring([KEY]) });
  id = (await addMember(world, "owner")).organizationId;
  await world.pool.query("UPDATE organizations SET name = 'Blue & Co' WHERE id = $1", [id]);
});
afterAll(() => world.close());

/** Runs the command with these arguments, and no settings but those of the platform. */
function run(...parameters: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    DATABASE_URL: world.databaseUrl,
    PRAGMA_ENCRYPTION_KEYS: KEY.toString("base64"),
    PRAGMA_QUOTA_TOKENS: "70",
    PRAGMA_RATE_LIMIT: "60",
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...parameters], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : (error.code as number), out, err });
    });
  });
}

const lines = (out: string) => out.split("\n").map((line) => line.trim().replace(/ +/g, " "));

it("shows the limits of an organization, by its name or id", async () => {
  const { code, out, err } = await run("Blue & Co");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(lines(out)).toEqual([
    "LIMIT VALUE USED DEFAULT",
    "requests 60 0 60",
    "resources 2000000 0 2000000",
    "file_bytes 107374182400 0 107374182400",
    "tokens 70 0 70",
    "members 10000 1 10000",
    "builds 100 0 100",
    "versions 5000 0 5000",
    "",
  ]);
  expect(await run(id.toUpperCase())).toEqual({ code, out, err });
});

it("sets one, removes it again, and both are audited", async () => {
  expect(lines((await run(id, "requests", "90000")).out)).toContain("requests 90000 0 60");
  expect(lines((await run("Blue & Co", "requests", "default")).out)).toContain("requests 60 0 60");
  const { rows } = await world.pool.query(
    "SELECT actor->>'id' AS by, details FROM audit_entries WHERE organization_id = $1 ORDER BY id",
    [id],
  );
  const change = (before: number | null, after: number | null) => ({
    by: "limits-command",
    details: { name: "Blue & Co", limit: "requests", before, after },
  });
  expect(rows).toEqual([change(null, 90_000), change(90_000, null)]);
});

it("says what is wrong", async () => {
  await world.pool.query(
    "INSERT INTO organizations (id, name) VALUES (gen_random_uuid(), 'Twin'), (gen_random_uuid(), 'Twin')",
  );
  const wrong: [string[], string][] = [
    [[id, "tokens"], "Usage: "],
    [["Nobody"], "No organization has the id or the name Nobody"],
    [["Twin"], "Several organizations are called Twin: name it by its id"],
    [[id, "wishes", "3"], "wishes is not a limit: it must be one of requests, resources"],
    [[id, "tokens", "many"], "tokens: must be a whole number"],
    [[id, "requests", "2000000000"], "requests: must be at most 1000000000"],
  ];
  const ended = await Promise.all(wrong.map(([parameters]) => run(...parameters)));
  const told = wrong.map(([, message]) => ({ code: 1, out: "", err: expect.stringContaining(message) }));
  expect(ended).toEqual(told);
});
