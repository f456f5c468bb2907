import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";
import { type Gate, openGate } from "./support/gate.ts";

let stack: Stack;
let cli: Cli;
let gate: Gate | undefined;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

/** A file of three resources, of which the last comes after the second. */
async function three(name: string): Promise<string> {
  const of = (which: string, more = "") =>
    `{ provider: pragma, resource: config, name: ${name}-${which}, config: { data: {} }${more} }`;
  const documents = [of("one"), of("two"), of("three", `, depends_on: [pragma/config/${name}-two]`)];
  await writeFile(join(cli.folder, `${name}.yaml`), documents.join("\n---\n"));
  return `${name}.yaml`;
}

describe("an apply of several", () => {
  it("goes on after an API was away for longer than a request is retried, before and after it is applied", async () => {
    const away = { plan: 0, apply: 0, wait: 0 };
    gate = await openGate(stack.apiUrl, undefined, (what) => {
      if (/^POST \/changes /.test(what)) return away.plan++ >= 5;
      if (/^POST \S+\/apply /.test(what)) return away.apply++ >= 5;
      return !/^GET \/changes\//.test(what) || away.wait++ >= 5;
    });
    const args = ["resources", "apply", "-f", await three("away")];
    const { code, stdout } = await cli.run(args, { env: { PRAGMA_API_URL: gate.url } });

    expect({ code, stdout }).toEqual({ code: 0, stdout: "3 created; all 3 ready\n" });
    expect(Math.min(...Object.values(away))).toBeGreaterThan(5);
  });

  it("applies nothing when its token ends before", async () => {
    const scopes = ["--scope", "resources:read,resources:write"];
    const { id, token } = JSON.parse((await cli.run(["tokens", "create", "short", ...scopes, "-o", "json"])).stdout);
    gate = await openGate(stack.apiUrl, undefined, async (what) => {
      if (!/^POST \S+\/apply /.test(what)) return true;
      await cli.run(["tokens", "revoke", id]);
      while ((await cli.run(["auth", "whoami", "--token", token])).code === 0);
      return true;
    });
    const args = ["resources", "apply", "-f", await three("left")];
    const env = { PRAGMA_API_URL: gate.url, PRAGMA_AUTH_TOKEN: token };
    expect(await cli.run(args, { env })).toMatchObject({ code: 3, stdout: "" });
    expect(await cli.run(args)).toMatchObject({ code: 0, stdout: "3 created; all 3 ready\n" });
  });

  it("says once what its token may not do", async () => {
    const { token } = JSON.parse(
      (await cli.run(["tokens", "create", "reader", "--scope", "resources:read", "-o", "json"])).stdout,
    );
    gate = await openGate(stack.apiUrl);
    const env = { PRAGMA_API_URL: gate.url, PRAGMA_AUTH_TOKEN: token };
    const file = await three("refused");
    expect((await cli.run(["resources", "apply", "-f", file])).code).toBe(0);
    for (const [command, scope] of [
      ["apply", "changes:plan"],
      ["delete", "resources:write"],
    ] as const) {
      const { code, stdout, stderr } = await cli.run(["resources", command, "-f", file], { env });
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr.match(new RegExp(`${scope} is missing`, "g"))).toHaveLength(1);
      expect(stderr).toContain("another token or role is needed");
    }
    expect(gate.came.filter((what) => what.startsWith("POST"))).toHaveLength(1);
  });
});
