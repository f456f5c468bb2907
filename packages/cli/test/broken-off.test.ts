import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";
import { type Gate, openGate } from "./support/gate.ts";

let stack: Stack;
let cli: Cli;
let gate: Gate | undefined;

beforeAll(async () => {
  stack = await startStack();
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
  it("goes on after an API was away for longer than a request is retried", async () => {
    let away = 0;
    gate = await openGate(stack.apiUrl, undefined, (what) => !/apply .*"name":"away-two"/.test(what) || away++ >= 5);
    const args = ["resources", "apply", "-f", await three("away")];
    const { code, stdout, stderr } = await cli.run(args, { env: { PRAGMA_API_URL: gate.url } });

    expect({ code, stdout }).toEqual({ code: 0, stdout: "3 created; all 3 ready\n" });
    expect(away).toBe(6);
    expect(stderr).not.toContain("Broken off");
  });

  it("follows its resources while the API is away", async () => {
    const config = (name: string, data: string) =>
      `{ provider: pragma, resource: config, name: ${name}, config: { data: { a: ${data} } } }`;
    const documents = [config("below", '"${pragma/config/above.outputs.a}"'), config("above", "1")];
    await writeFile(join(cli.folder, "chain.yaml"), documents.join("\n---\n"));
    let sent = 0;
    let away = 0;
    gate = await openGate(stack.apiUrl, undefined, (what) => {
      if (what.startsWith("POST")) sent++;
      return sent < 2 || !/^GET \S*(above|below)/.test(what) || away++ >= 10;
    });
    const args = ["resources", "apply", "-f", "chain.yaml"];
    const { code, stdout } = await cli.run(args, { env: { PRAGMA_API_URL: gate.url } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "2 created; all 2 ready\n" });
    expect(away).toBeGreaterThan(10);
  });

  it("says what is left when its token ends midway", async () => {
    const scopes = ["--scope", "resources:read,resources:write"];
    const { id, token } = JSON.parse((await cli.run(["tokens", "create", "short", ...scopes, "-o", "json"])).stdout);
    gate = await openGate(stack.apiUrl, undefined, async (what) => {
      if (!/apply .*"name":"left-two"/.test(what)) return true;
      await cli.run(["tokens", "revoke", id]);
      while ((await cli.run(["auth", "whoami", "--token", token])).code === 0);
      return true;
    });
    const args = ["resources", "apply", "-f", await three("left")];
    const env = { PRAGMA_API_URL: gate.url, PRAGMA_AUTH_TOKEN: token };
    const { code, stdout, stderr } = await cli.run(args, { env });

    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("Broken off. 1 of 3 applied, which continues without this command. ");
    expect(stderr).toContain("The rest was not sent. Run the same apply again to do the rest.\nError: ");
    expect(await cli.run(args)).toMatchObject({ code: 0, stdout: "2 created, 1 unchanged; all 3 ready\n" });
  });

  it("says once, not for each, what its token may not do", async () => {
    const { token } = JSON.parse(
      (await cli.run(["tokens", "create", "reader", "--scope", "resources:read", "-o", "json"])).stdout,
    );
    gate = await openGate(stack.apiUrl);
    const env = { PRAGMA_API_URL: gate.url, PRAGMA_AUTH_TOKEN: token };
    const file = await three("refused");
    expect((await cli.run(["resources", "apply", "-f", file])).code).toBe(0);
    for (const command of ["apply", "delete"]) {
      const { code, stdout, stderr } = await cli.run(["resources", command, "-f", file], { env });
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr.match(/resources:write is missing/g)).toHaveLength(1);
      expect(stderr).toContain("another token or role is needed");
      expect(stderr).not.toContain("may have reached");
    }
    expect(gate.came.filter((what) => what.startsWith("POST"))).toHaveLength(1);
  });
});
