import { withClient } from "@pragma/testing";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

/** Stores what a check found, as a worker does, of a type that it checks no more. */
async function storeFinding(name: string, status: string, changes: object[]): Promise<void> {
  const [{ id }] = JSON.parse((await cli.run(["resources", "list", "-q", name, "-o", "json"])).stdout);
  await withClient(stack.databaseUrl, async (client) => {
    await client.query(
      `WITH found AS (UPDATE resources SET drift = $2 WHERE id = $1 AND name = $3 RETURNING organization_id, key)
       INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, checked_at, found, changes, finding_hash)
       SELECT organization_id, key, 'pragma', '2030-01-01', '2030-01-01T00:00:00Z', $2, $4, 'hash' FROM found`,
      [id, status, name, JSON.stringify(changes)],
    );
  });
}

async function apply(...names: string[]): Promise<void> {
  const stdin = names
    .map((name) => `{ provider: pragma, resource: config, name: ${name}, config: { data: { a: "1" } } }`)
    .join("\n---\n");
  expect((await cli.run(["apply", "-f", "-", "--yes"], { stdin })).code).toBe(0);
}

it("is listed, what is gone first, and shown beside what is declared", async () => {
  await apply("drift-a", "drift-b", "drift-c");
  expect((await cli.run(["drift", "list"])).stdout).toBe("Nothing was found to differ.\n");
  await storeFinding("drift-a", "drifted", [
    { path: "config.data.a", declared: "1", found: "2" },
    { path: "config.data.b", declared: null, found: { c: [true] } },
    { path: "config.data.d", declared: "x", found: null },
    { path: "config.secret", declared: { $encrypted: "v1.a" }, found: { $encrypted: "v1.b" } },
  ]);
  await storeFinding("drift-b", "missing", []);
  expect((await cli.run(["drift", "list"])).stdout).toMatch(
    /^RESOURCE +DRIFT +STATE +UPDATED\npragma\/config\/drift-b +missing +ready .*\npragma\/config\/drift-a +drifted +ready .*\n$/,
  );
  const [first, ...others] = JSON.parse((await cli.run(["drift", "list", "--limit", "1", "-o", "json"])).stdout);
  expect(first).toMatchObject({ name: "drift-b", drift: "missing" });
  expect(others).toEqual([]);

  const { code, stdout } = await cli.run(["drift", "show", "pragma/config/drift-a"]);
  expect(code).toBe(0);
  expect(stdout.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
    "Drift: | drifted",
    "Checked: | 2030-01-01T00:00:00.000Z",
    "Next check: | -",
    "Error: | -",
    "",
    "PATH | DECLARED | FOUND",
    'config.data.a | "1" | "2"',
    'config.data.b | - | {"c":[true]}',
    'config.data.d | "x" | -',
    "config.secret | (secret) | (secret)",
    "",
  ]);
  const shown = JSON.parse((await cli.run(["drift", "show", "pragma/config/drift-b", "-o", "json"])).stdout);
  expect(shown).toMatchObject({ status: "missing", due_at: null, changes: [] });
});

it("is not checked of a type that cannot be read, which ends with 4", async () => {
  await apply("drift-never");
  const checked = await cli.run(["drift", "check", "pragma/config/drift-never"]);
  expect(checked).toMatchObject({ code: 4, stderr: expect.stringContaining("has neither read nor observe") });
});

it("is reverted or accepted as a change that was shown", async () => {
  await apply("drift-old", "drift-new");
  const found = [{ path: "config.data.a", declared: "1", found: "2" }];
  for (const name of ["drift-old", "drift-new"]) await storeFinding(name, "drifted", found);
  const reverted = await cli.run(["drift", "revert", "pragma/config/drift-old", "--yes"]);
  expect(reverted).toMatchObject({ code: 0, stdout: expect.stringContaining("1 updated") });
  expect(reverted.stderr).toMatch(/pragma\/config\/drift-old\n +~ config\.data\.a: "2" → "1"/);
  const accepted = await cli.run([
    "drift",
    "accept",
    "pragma/config/drift-new",
    "--yes",
    "-m",
    "by hand",
    "-o",
    "json",
  ]);
  expect(accepted.code).toBe(0);
  expect(JSON.parse(accepted.stdout)).toMatchObject({ message: "by hand", status: "succeeded", counts: { update: 1 } });
  const values = async (name: string) =>
    JSON.parse((await cli.run(["resources", "get", `pragma/config/${name}`, "-o", "json"])).stdout).config.data;
  expect([await values("drift-old"), await values("drift-new")]).toEqual([{ a: "1" }, { a: "2" }]);

  await apply("drift-none");
  const nothing = await cli.run(["drift", "revert", "pragma/config/drift-none", "--yes"]);
  expect(nothing.code).not.toBe(0);
  expect(nothing.stderr).toContain("pragma_config_drift-none");
  expect(nothing.stderr).toContain("Nothing was applied.");
});

it("takes names only of what is reverted or accepted", async () => {
  for (const choice of ["revert", "accept"]) {
    expect((await cli.run(["drift", choice])).code).toBe(2);
    expect((await cli.run(["drift", choice, "no-name"])).code).toBe(2);
  }
});
