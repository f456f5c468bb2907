import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await joinStack();
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
  it("keeps it for the context, readable by nobody else", async () => {
    const before = await cli.run(["resources", "list", "--api-url", stack.apiUrl]);
    expect(before).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining("pragma auth login") });

    const login = await cli.run(["auth", "login", "--token-stdin", "--api-url", stack.apiUrl], {
      stdin: `${stack.token}\n`,
    });

    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("@example.com"), stderr: "" });
    const file = join(cli.folder, ".config/pragma/credentials");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toBe(`default=${stack.token}\n`);
    expect(await ok("auth", "token")).toBe(`${stack.token}\n`);
    expect(JSON.parse(await ok("auth", "whoami", "-o", "json"))).toMatchObject({
      email: expect.stringContaining("@example.com"),
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

  it.each([
    ["a word too many", "Bearer hunter2"],
    ["two lines", "hunter2\nhunter3"],
    ["another alphabet", "hunter2€"],
  ])("refuses what is none, %s, and does not show it", async (_, stdin) => {
    const login = await cli.run(["auth", "login", "--token-stdin", "--api-url", stack.apiUrl], { stdin });
    const used = await cli.run(["auth", "whoami", "--api-url", stack.apiUrl], { env: { PRAGMA_AUTH_TOKEN: stdin } });
    for (const { code, stdout, stderr } of [login, used]) {
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toMatch(/^Error: The token has a space, a line break .*\n.*\n$/);
      expect(stderr).not.toContain("hunter");
    }
  });

  it("says that the environment takes precedence", async () => {
    const login = ["auth", "login", "--token-stdin", "--api-url", stack.apiUrl];
    for (const name of ["PRAGMA_AUTH_TOKEN", "PRAGMA_AUTH_TOKEN_DEFAULT"]) {
      const { code, stderr } = await cli.run(login, { stdin: stack.token, env: { [name]: "pragma_other" } });
      const said = `${name} is set and is used instead of the token that was just stored. Unset it to use that token.\n`;
      expect({ code, stderr }).toEqual({ code: 0, stderr: said });
    }
    expect(await cli.run(login, { stdin: stack.token, env: { PRAGMA_AUTH_TOKEN: stack.token } })).toMatchObject({
      code: 0,
      stderr: "",
    });
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
    expect(await ok("--context", "default", "auth", "whoami")).toContain("@example.com");
    expect(JSON.parse(await ok("config", "get-contexts", "-o", "json"))).toMatchObject([
      { name: "default", current: false, logged_in: true },
      { name: "short", logged_in: false },
      { name: "staging", current: true, logged_in: false },
    ]);
    const elsewhere = { env: { PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token } };
    expect(await cli.run(["resources", "list", "--context", "staging"], elsewhere)).toMatchObject({
      code: 0,
      stderr: `PRAGMA_API_URL is set: this is done at ${stack.apiUrl}, not at http://127.0.0.1:1 of the context staging.\n`,
    });
    expect(await cli.run(["resources", "list", "--context", "stagin"], elsewhere)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no context "stagin"'),
    });
    await ok("config", "delete-context", "staging");
    expect((await cli.run(["config", "current-context"])).code).toBe(4);
    expect((await cli.run(["config", "use-context", "staging"])).code).toBe(4);
    await ok("config", "use-context", "default");
  });
});

describe("an invalid command line", () => {
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
  ])("%j is refused with a word on how to fix it", async (args, word) => {
    expect(await cli.run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(word) });
  });
});
