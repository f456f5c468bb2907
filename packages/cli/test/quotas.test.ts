import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: Stack;
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
    expect(code).not.toBe(0);
    expect(stderr).toContain("may have 2 resources and has 2");
    expect(stderr).toMatch(/ask an operator of this installation to raise the quota `resources`.*409, quota_exceeded/s);
  });

  it("refuses nothing that exists", async () => {
    const { stdout } = await cli.run(["resources", "list", "-o", "json"]);
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect((await cli.run(["resources", "apply", "-f", "-"], { stdin: manifest(...names) })).code).toBe(0);
  });
});
