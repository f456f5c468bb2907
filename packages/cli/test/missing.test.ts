import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await startStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

const link = (name: string, key: string) =>
  `provider: pragma\nresource: config\nname: ${name}\nconfig: { data: { b: "\${${key}.outputs.b}" } }\n`;

it("ends an apply and a wait, naming what nothing declares and what no provider serves", async () => {
  const documents = [
    link("one", "pragma/config/undeclared"),
    link("two", "nobody/zone/main"),
    link("three", "pragma/config/two"),
  ];
  const applied = await cli.run(["resources", "apply", "-f", "-"], { stdin: documents.join("---\n") });

  expect(applied.code).toBe(1);
  expect(applied.stderr).toContain("warning: ");
  expect(applied.stderr).toContain("\npragma/config/one: waits for pragma/config/undeclared, which does not exist\n");
  expect(applied.stdout).toMatch(/^3 waiting:\n/);
  expect(applied.stdout).toContain("pragma/config/one waits for pragma/config/undeclared, which does not exist");
  expect(applied.stdout).toContain("pragma/config/two waits for nobody/zone/main, which does not exist");
  expect(applied.stdout).toContain("pragma/config/three waits for pragma/config/two, which is pending");
  const [id = ""] = /changes end (\S+)`/.exec(applied.stderr)?.slice(1) ?? [];
  expect(await cli.run(["changes", "wait", id])).toMatchObject({
    code: 1,
    stdout: applied.stdout.replaceAll(/^-:\d+: /gm, ""),
  });

  const waited = await cli.run(["resources", "wait", "pragma/config/two"]);
  expect(waited.code).toBe(1);
  expect(waited.stderr).toContain("no provider serves nobody/zone");
}, 120_000);
