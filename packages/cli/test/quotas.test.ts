import { type OwnStack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: OwnStack;
let cli: Cli;

beforeAll(async () => {
  stack = await startStack({ PRAGMA_QUOTA_RESOURCES: "2", PRAGMA_QUOTA_TOKENS: "1" });
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

const manifest = (...names: string[]) =>
  names
    .map((name) => `provider: pragma\nresource: config\nname: ${name}\nconfig: { data: { name: ${name} } }\n`)
    .join("---\n");

describe("a quota that is used up", () => {
  it("is reported with its usage, and who can raise it", async () => {
    const { code, stderr } = await cli.run(["resources", "apply", "-f", "-"], { stdin: manifest("a", "b", "c") });
    expect(code).toBe(5);
    expect(stderr).toContain("may have 2 resources and has 0, and this would add 3");
    expect(stderr).toMatch(/ask an operator of this installation to raise the quota `resources`/);
  });

  it("refuses nothing that exists", async () => {
    for (const name of ["a", "b"]) {
      const body = {
        provider: "pragma",
        resource: "config",
        name,
        config: { data: { name } },
        lifecycle_state: "pending",
      };
      const headers = { authorization: `Bearer ${stack.token}`, "content-type": "application/json" };
      const url = `${stack.apiUrl}/resources/apply`;
      expect((await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).ok).toBe(true);
    }
    const { stdout } = await cli.run(["resources", "list", "-o", "json"]);
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect((await cli.run(["resources", "apply", "-f", "-"], { stdin: manifest(...names) })).code).toBe(0);
  });
});
