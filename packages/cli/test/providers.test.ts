import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
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

async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli.run(args);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** A type whose pattern takes for ever on some texts, and which fails on demand. */
const PROGRAM = `
import { ConfigError, defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
export default defineProvider({
  resources: {
    note: defineResource({
      description: "A note",
      config: z.object({ text: z.string().regex(/^(a+)+$/).optional(), fail: z.boolean().optional() }),
      outputs: z.object({}),
      create(ctx) {
        ctx.log.info("made by the provider");
        if (ctx.config.fail) throw new ConfigError("asked to fail");
        return {};
      },
      update: () => ({}),
      delete() {},
    }),
  },
});
`;

it("takes a provider from its first line to a resource and back", {
  tags: ["thorough"],
  timeout: 120_000,
}, async () => {
  expect(await ok("providers", "init", "jotter")).toContain("Provider jotter is in jotter");
  const folder = join(cli.folder, "jotter");
  await writeFile(join(folder, "src/index.ts"), PROGRAM);
  await writeFile(join(folder, ".env"), "SECRET=1");

  const pushed = await cli.run(["providers", "push", "jotter", "--deploy"]);
  expect(pushed).toMatchObject({ code: 0, stdout: expect.stringMatching(/Status: +available/) });
  expect(await ok("providers", "list")).toMatch(/jotter +\d{8}\.\d{6} +available/);
  expect(await ok("providers", "builds", "jotter")).toContain("success");
  expect(await ok("providers", "status", "jotter")).toContain("available");
  expect(await ok("providers", "logs", "jotter")).not.toBe("");

  const first = await ok("types", "generate", "--out", "types.ts");
  expect(first).toBe("types.ts was written\n");
  expect(await readFile(join(cli.folder, "types.ts"), "utf8")).toContain('"jotter/note"');
  expect(await ok("types", "generate", "--out", "types.ts", "--check")).toBe("types.ts is up to date\n");

  const note = (config: string) => `provider: jotter\nresource: note\nname: n\nconfig: ${config}\n`;
  const slow = await cli.run(["resources", "apply", "-f", "-"], { stdin: note(`{ text: ${"a".repeat(40)}! }`) });
  expect(slow.stderr).toContain("-:4:1: config: This value could not be validated within 1 s");

  const failed = await cli.run(["resources", "apply", "-f", "-"], { stdin: note("{ fail: true }") });
  expect(failed).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/-:1: jotter\/note\/n failed: .*asked to fail/),
  });
  expect(await ok("resources", "logs", "jotter/note/n")).toContain("made by the provider");

  const [letter] = JSON.parse(await ok("ops", "dead-letter", "list", "-o", "json"));
  expect(await ok("ops", "dead-letter", "show", letter.event_id)).toContain("asked to fail");
  expect(await ok("ops", "dead-letter", "retry", letter.event_id)).toBe("1 tried again\n");
  await cli.run(["resources", "wait", "jotter/note/n"]);
  expect(await ok("ops", "dead-letter", "delete", "--all")).toBe("1 deleted\n");
  expect((await cli.run(["ops", "dead-letter", "delete"])).code).toBe(2);

  expect((await cli.run(["providers", "rollback", "jotter"])).code).toBe(4);
  const [{ version: served }] = JSON.parse(await ok("providers", "builds", "jotter", "-o", "json"));
  // Good, but never deployed: no rollback leads there.
  await ok("providers", "push", "jotter");
  expect(await ok("providers", "deploy", "jotter", "--dry-run")).toMatch(
    new RegExp(`^Deploying jotter \\S+ in place of ${served}:\nNo resource breaks\nThe types ask for the same\n$`),
  );
  await ok("providers", "push", "jotter", "--deploy");
  const { token } = JSON.parse(
    await ok("tokens", "create", "ci", "--scope", "providers:read,providers:write", "-o", "json"),
  );
  expect(await cli.run(["providers", "rollback", "jotter", "--token", token])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Name it"),
  });
  await ok("providers", "rollback", "jotter");
  expect(JSON.parse(await ok("providers", "status", "jotter", "-o", "json"))).toMatchObject({ version: served });
  expect((await cli.run(["providers", "delete", "jotter"])).code).toBe(5);
  expect(await ok("resources", "delete", "jotter/note/n")).toContain("deleted");
  expect(await ok("providers", "delete", "jotter")).toBe("jotter deleted\n");
});
