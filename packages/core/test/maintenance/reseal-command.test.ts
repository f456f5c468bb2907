import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import { createWorld, type World } from "../support/world.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/reseal.ts", import.meta.url));
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const keysOf = (...keys: Buffer[]): string => keys.map((key) => key.toString("base64")).join(",");
const [oldId] = new Keyring([oldKey]).ids;
const [newId] = new Keyring([newKey]).ids;

let world: World;

beforeAll(async () => {
  world = await createWorld({}, { keyring: new Keyring([oldKey]) });
});
afterAll(() => world.close());

/** Runs the command with these settings and no others. */
function run(env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [SCRIPT],
      { env: { ...env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : (error.code as number), out, err });
      },
    );
  });
}

const reseal = (...keys: Buffer[]) => run({ DATABASE_URL: world.databaseUrl, PRAGMA_ENCRYPTION_KEYS: keysOf(...keys) });

it("says what it did, and the next time that nothing is left to do", async () => {
  await world.org.draft("test/item/a", { secret: "correct horse" });
  const places = (sealed: string): string =>
    ["resources: ", "events: ", "dead_letters: ", "changes: ", "change_actions: ", "drift_checks: ", "signing_keys: "]
      .map((table, index) => `${table}${index === 0 ? sealed : "0 values"} sealed again, 0 left\n`)
      .join("");
  const end = `all values are under the newest key, ${newId}\nno value needs these keys any more: ${oldId}\n`;
  expect(await reseal(newKey, oldKey)).toEqual({ code: 0, out: `${places("1 value")}${end}`, err: "" });
  expect(await reseal(newKey, oldKey)).toEqual({ code: 0, out: `${places("0 values")}nothing to do: ${end}`, err: "" });
  const alone = `${places("0 values")}nothing to do: all values are under the newest key, ${newId}\n`;
  expect(await reseal(newKey)).toEqual({ code: 0, out: alone, err: "" });
});

it("ends with 1 if no key opens a value, and says where it is, without the value", async () => {
  await world.org.draft("test/item/b", { secret: "battery staple" });
  const { code, out, err } = await reseal(newKey);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toContain(
    `resources: 0 values sealed again, 1 left\n  left: resources test/item/b, config, organization ${world.org.id}: ` +
      `No configured encryption key has the id ${oldId}: add it to PRAGMA_ENCRYPTION_KEYS\n`,
  );
  expect(out).toMatch(/no key in PRAGMA_ENCRYPTION_KEYS opens 1 value\n$/);
  expect(out).not.toMatch(/v1\.|battery/);
});

const NOWHERE = "postgresql://127.0.0.1:1/none";

it.each([
  ["no settings", {}, "DATABASE_URL: ", "PRAGMA_ENCRYPTION_KEYS: "],
  ["no key", { DATABASE_URL: NOWHERE, PRAGMA_ENCRYPTION_KEYS: "short" }, "PRAGMA_ENCRYPTION_KEYS must hold"],
  ["no database", { DATABASE_URL: NOWHERE, PRAGMA_ENCRYPTION_KEYS: keysOf(newKey) }, "ECONNREFUSED"],
])("ends with 1 and says why with %s", async (_, env, ...said) => {
  const { code, out, err } = await run(env);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  for (const text of said) expect(err).toContain(text);
  expect(err).not.toMatch(/^ +at /m);
});
