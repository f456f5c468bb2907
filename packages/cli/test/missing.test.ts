import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/** Nothing that is missing here comes. */
const GIVING_UP = ["--missing-timeout", "1ms"];

const apply = (documents: string) => cli.run(["resources", "apply", "-f", "-", ...GIVING_UP], { stdin: documents });

const link = (name: string, key: string) =>
  `provider: pragma\nresource: config\nname: ${name}\nconfig: { data: { b: "\${${key}.outputs.b}" } }\n`;

it("ends an apply and a wait, naming what nothing declares and what no provider serves", async () => {
  const documents = [
    link("one", "pragma/config/undeclared"),
    link("two", "nobody/zone/main"),
    link("three", "pragma/config/two"),
  ];
  const applied = await apply(documents.join("---\n"));

  expect(applied.code).toBe(1);
  expect(applied.stderr).toContain("warning: ");
  expect(applied.stderr).toContain("\npragma/config/one: waits for pragma/config/undeclared, which does not exist\n");
  expect(applied.stdout).toMatch(/^3 waiting:\n/);
  expect(applied.stdout).toContain("pragma/config/one waits for pragma/config/undeclared, which does not exist");
  expect(applied.stdout).toContain("pragma/config/two waits for nobody/zone/main, which does not exist");
  expect(applied.stdout).toContain("pragma/config/three waits for pragma/config/two, which is pending");
  const [id = ""] = /changes end (\S+)`/.exec(applied.stderr)?.slice(1) ?? [];
  expect(await cli.run(["changes", "wait", id, ...GIVING_UP])).toMatchObject({
    code: 1,
    stdout: applied.stdout.replaceAll(/^-:\d+: /gm, ""),
  });

  const waited = await cli.run(["resources", "wait", "pragma/config/two", ...GIVING_UP]);
  expect(waited.code).toBe(1);
  expect(waited.stderr).toContain("no provider serves nobody/zone");
});

describe("an earlier change that is in progress", () => {
  const waiting = (target: string) =>
    `provider: pragma\nresource: config\nname: mistyped\nconfig: { data: { a: "\${pragma/config/${target}.outputs.a}" } }\n`;

  it("is corrected at once by the next, and given up by `changes end`", async () => {
    const typo = await apply(waiting("targett"));
    expect(typo.code).toBe(1);
    expect(typo.stdout).toContain("waits for pragma/config/targett, which does not exist");
    const [, id = ""] = /pragma changes end (\S+)`/.exec(typo.stderr) ?? [];
    const fixed = await apply("provider: pragma\nresource: config\nname: mistyped\nconfig: { data: { a: b } }\n");
    expect(fixed).toMatchObject({ code: 0, stdout: "1 updated; all 1 ready\n" });
    expect((await cli.run(["changes", "show", id])).stdout).toContain("superseded");

    const again = await apply(waiting("targett"));
    const [, other = ""] = /pragma changes end (\S+)`/.exec(again.stderr) ?? [];
    expect(await cli.run(["changes", "revert", other])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(`\`pragma changes end ${other}\` ends it.`),
    });
    // A pipeline that is run once more declares the same: it joins the first, which alone can give back what waits.
    const repeated = await apply(waiting("targett"));
    expect(repeated.stderr).toContain("mistyped  is as declared: carried out until it is ready");
    expect(/pragma changes end (\S+)`/.exec(repeated.stderr)?.[1]).toBe(other);
    const [latest] = JSON.parse((await cli.run(["changes", "list", "-o", "json"])).stdout);
    expect(await cli.run(["changes", "end", latest.id])).toMatchObject({
      stdout: `${latest.id} has ended: 1 superseded\n`,
      stderr: `An earlier change carries on what it had joined: \`pragma changes end ${other}\`.\n`,
    });
    expect(await cli.run(["changes", "end", other])).toEqual({
      code: 0,
      stdout: `${other} has ended: 1 failed\n`,
      stderr: "What had not begun has its config and state of before. What never existed has failed.\n",
    });
    expect((await cli.run(["changes", "show", other])).stdout).toContain("failed: not begun: ended by");
    expect(await cli.run(["changes", "revert", other])).toMatchObject({
      code: 0,
      stdout: "Nothing to undo: what the change touched is as it was before\n",
    });
    expect((await cli.run(["resources", "get", "pragma/config/mistyped"])).stdout).toContain("ready");
    expect((await cli.run(["resources", "delete", "pragma/config/mistyped"])).code).toBe(0);
  });
});
