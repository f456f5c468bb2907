import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BINARY, Cli, type Ended, type RunOptions } from "./support/cli.ts";
import { Terminal } from "./support/terminal.ts";

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

const CASCADE = ["resources", "delete", "pragma/config/base", "--dependents", "cascade"];

const config = (name: string, more = "") =>
  `{ provider: pragma, resource: config, name: ${name}, config: { data: { a: 1 } }${more} }`;

const dependsOn = (name: string, on: string, more = "") => config(name, `, depends_on: [pragma/config/${on}]${more}`);

async function apply(documents: string[], options: RunOptions = {}): Promise<Ended> {
  const ended = await cli.run(["apply", "-f", "-", "--yes"], { stdin: documents.join("\n---\n"), ...options });
  expect(ended).toMatchObject({ code: 0 });
  return ended;
}

async function names(): Promise<string[]> {
  const { stdout } = await cli.run(["resources", "list", "-o", "json"]);
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).sort();
}

async function openPlans(): Promise<number> {
  const { stdout } = await cli.run(["changes", "list", "-o", "json"]);
  return (JSON.parse(stdout) as { status: string }[]).filter(({ status }) => status === "planned").length;
}

beforeEach(async () => {
  await apply([config("base"), dependsOn("user", "base"), dependsOn("user-of-user", "user")]);
});

describe("delete --dependents cascade", () => {
  it("needs --yes where nobody can be asked and more goes than was named, and names that", async () => {
    const plans = await openPlans();
    const ended = await cli.run(CASCADE);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^- pragma\/config\/user {2}depends on pragma\/config\/base$/m);
    expect(ended.stderr).toMatch(/^- pragma\/config\/user-of-user {2}depends on pragma\/config\/user$/m);
    expect(ended.stderr).toMatch(
      /Error: .*pragma\/config\/user.* would be deleted, too.*\nNothing was deleted\. `--yes`/,
    );
    expect(await names()).toEqual(["base", "user", "user-of-user"]);
    expect(await openPlans()).toBe(plans);
  });

  it("deletes with --yes, as one change, and names all that is gone", async () => {
    const ended = await cli.run([...CASCADE, "--yes"]);
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^pragma\/config\/base: deleted\n(pragma\/config\/user\S*: deleted\n){2}$/),
    });
    expect(await names()).toEqual([]);
    const { stdout } = await cli.run(["changes", "list", "-o", "json"]);
    expect(JSON.parse(stdout)[0]).toMatchObject({
      status: "succeeded",
      counts: { delete: 3 },
      source: { kind: "cli" },
    });
  });

  it("needs no --yes where all that goes was named", async () => {
    const all = ["pragma/config/user", "pragma/config/user-of-user", "pragma/config/absent"];
    const { code, stdout } = await cli.run([...CASCADE, ...all, "-o", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      { id: "pragma/config/base", result: "deleted", error: null },
      { id: "pragma/config/user", result: "deleted", error: null },
      { id: "pragma/config/user-of-user", result: "deleted", error: null },
      { id: "pragma/config/absent", result: "was not there", error: null },
    ]);
    expect(await cli.run(CASCADE)).toEqual({ code: 0, stdout: "pragma/config/base: was not there\n", stderr: "" });
  });

  it("leaves what is refused, and deletes the others", async () => {
    await apply([config("other"), dependsOn("user", "base", ", deletion_protected: true")]);
    const ended = await cli.run([...CASCADE, "pragma/config/other", "--yes"]);
    expect(ended).toMatchObject({ code: 5, stdout: "pragma/config/other: deleted\n" });
    expect(ended.stderr).toMatch(
      /Could not delete pragma\/config\/base: pragma\/config\/user is protected from deletion/,
    );
    expect(await names()).toEqual(["base", "user", "user-of-user"]);
    await apply([dependsOn("user", "base", ", deletion_protected: false")]);
  });

  it.each([
    ["no", "n\r", 1, ["base", "user", "user-of-user"]],
    ["yes", "y\r", 0, []],
  ])("asks on a terminal, which answers %s", async (_, answer, code, left) => {
    const terminal = new Terminal([cli.node, BINARY, ...CASCADE], { cwd: cli.folder, env: cli.env });
    await Promise.race([terminal.until(/Delete all 3\? \[y\/N\] /), terminal.ended]);
    terminal.type(answer);
    expect(await terminal.ended).toBe(code);
    expect(terminal.output).toContain("- pragma/config/user  depends on pragma/config/base");
    expect(await names()).toEqual(left);
  });
});

describe("plan --delete", () => {
  it("shows what would go, and is applied as it is", async () => {
    const refused = await cli.run(["plan", "--delete", "pragma/config/base"]);
    expect(refused).toMatchObject({ code: 5, stdout: expect.stringContaining("pragma/config/user depends on") });
    const ids = ["--delete", "pragma/config/base", "--delete", "pragma/config/user"];
    const planned = await cli.run(["plan", ...ids, "--dependents", "cascade", "--save", "plan.json"]);
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining("\n3 to delete\n") });
    expect(await names()).toEqual(["base", "user", "user-of-user"]);
    expect(await cli.run(["apply", "plan.json", "--yes"])).toMatchObject({ code: 0, stdout: "3 deleted\n" });
    expect(await names()).toEqual([]);
  });

  it("goes with files: what is declared is applied, what is named is deleted", async () => {
    const planned = await cli.run(["plan", "-f", "-", "--delete", "pragma/config/user-of-user", "-o", "json"], {
      stdin: config("base").replace("a: 1", "a: 2"),
    });
    expect(JSON.parse(planned.stdout).counts).toMatchObject({ update: 1, delete: 1 });
  });
});
