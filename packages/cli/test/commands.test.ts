import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await startStack();
  cli = await Cli.create();
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

/** The output of a run that succeeded. */
async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli.run(args);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("login with a token", () => {
  it("keeps it for the context, out of anybody's sight", async () => {
    const before = await cli.run(["resources", "list", "--api-url", stack.apiUrl]);
    expect(before).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining("pragma auth login") });

    const login = await cli.run(["auth", "login", "--token-stdin", "--api-url", stack.apiUrl], {
      stdin: `${stack.token}\n`,
    });

    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("owner@example.com"), stderr: "" });
    const file = join(cli.folder, ".config/pragma/credentials");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toBe(`default=${stack.token}\n`);
    expect(await ok("auth", "token")).toBe(`${stack.token}\n`);
    expect(JSON.parse(await ok("auth", "whoami", "-o", "json"))).toMatchObject({
      email: "owner@example.com",
      context: "default",
      token_from: "credentials",
    });
  });

  it("refuses one that does not work, and keeps nothing", async () => {
    const login = await cli.run(["auth", "login", "--token-stdin", "--context", "other", "--api-url", stack.apiUrl], {
      stdin: "pragma_wrong",
    });
    expect(login.code).toBe(3);
    expect(login.stderr).not.toContain("pragma_wrong");
    expect(await ok("config", "get-contexts")).not.toContain("other");
  });

  it("logs out by revoking", async () => {
    const { token } = JSON.parse(await ok("tokens", "create", "short", "--scope", "tokens:write", "-o", "json"));
    await cli.run(["auth", "login", "--token-stdin", "--context", "short", "--api-url", stack.apiUrl], {
      stdin: token,
    });

    expect(await ok("auth", "logout", "--context", "short")).toBe("Logged out of short\n");

    expect((await cli.run(["auth", "whoami", "--token", token])).code).toBe(3);
    expect((await cli.run(["auth", "whoami", "--context", "short"])).code).toBe(3);
  });
});

describe("contexts", () => {
  it("are set, used, listed and deleted", async () => {
    await ok("config", "set-context", "staging", "--api-url", "http://127.0.0.1:1");
    expect(await ok("config", "current-context")).toBe("default\n");
    await ok("config", "use-context", "staging");
    expect((await cli.run(["auth", "whoami", "--token", "pragma_x"])).code).toBe(1);
    expect(await ok("--context", "default", "auth", "whoami")).toContain("owner@example.com");
    expect(JSON.parse(await ok("config", "get-contexts", "-o", "json"))).toMatchObject([
      { name: "default", current: false, logged_in: true },
      { name: "short", logged_in: false },
      { name: "staging", current: true, logged_in: false },
    ]);
    await ok("config", "delete-context", "staging");
    expect((await cli.run(["config", "current-context"])).code).toBe(4);
    expect((await cli.run(["config", "use-context", "staging"])).code).toBe(4);
    await ok("config", "use-context", "default");
  });
});

describe("a wrong line", () => {
  it.each([
    [["resorces", "list"], "Did you mean `pragma resources`?"],
    [["resources", "lsit"], "Did you mean `pragma resources list`?"],
    [["resources", "list", "--providr", "x"], "Did you mean --provider?"],
    [["resources", "list", "--state", "raedy"], "Did you mean ready?"],
    [["resources", "list", "--limit", "many"], "--limit must be a whole number"],
    [["resources", "list", "--provider"], "--provider needs a value"],
    [["resources", "get"], "<resource> is missing"],
    [["resources", "describe", "a/b/c", "d/e/f"], "Too many arguments"],
    [["auth", "whoami", "--context", "nowhere"], 'no context "nowhere"'],
  ])("%j is refused with a word on how to mend it", async (args, word) => {
    expect(await cli.run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(word) });
  });
});
