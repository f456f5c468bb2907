import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cli, type Ended, type RunOptions } from "./support/cli.ts";

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

function apply(args: string[], options: RunOptions): Promise<Ended> {
  return cli.run(["resources", "apply", "-f", "-", ...args], options);
}

it("a draft is stored, whatever its type", async () => {
  const draft = "provider: nobody\nresource: thing\nname: d\nconfig: { anything: true }\n";
  expect(await apply(["--draft"], { stdin: draft })).toMatchObject({ code: 0 });
  const { stdout } = await cli.run(["resources", "get", "nobody/thing/d", "-o", "json", "--reveal"]);
  expect(JSON.parse(stdout)).toMatchObject({ lifecycle_state: "draft" });
});

it("a staged draft is discarded, and the resource is as before", async () => {
  const config = (v: number) => `provider: pragma\nresource: config\nname: staged\nconfig: { data: { v: ${v} } }\n`;
  expect((await apply([], { stdin: config(1) })).code).toBe(0);
  expect((await apply(["--draft"], { stdin: config(2) })).code).toBe(0);
  const { code, stdout } = await cli.run(["resources", "discard", "pragma/config/staged", "-o", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ lifecycle_state: "ready", config: { data: { v: 1 } }, generation: 1 });
  expect(await cli.run(["resources", "discard", "pragma/config/staged"])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("resource:pragma_config_staged is ready: no change of it is staged"),
  });
});
