import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

const config = (name: string, value = "1") =>
  `{ provider: pragma, resource: config, name: ${name}, config: { data: { a: "${value}" } } }`;

async function run(args: string[], documents?: string[], options: RunOptions = {}): Promise<Ended> {
  return cli.run(args, documents === undefined ? options : { stdin: documents.join("\n---\n"), ...options });
}

async function readValue(name: string): Promise<string | null> {
  const { code, stdout } = await cli.run(["resources", "get", `pragma/config/${name}`, "-o", "json"]);
  return code === 4 ? null : JSON.parse(stdout).config.data.a;
}

it("is in the audit log, with who applied it", async () => {
  expect((await run(["apply", "-f", "-", "--yes"], [config("audited")])).code).toBe(0);
  const list = (...options: string[]) => run(["audit", "list", "--action", "change.apply", ...options]);
  const [entry] = JSON.parse((await list("--limit", "1", "-o", "json")).stdout);
  expect(entry).toMatchObject({ action: "change.apply", outcome: "success", actor: { type: "token" } });
  expect((await list("--target", entry.target)).stdout).toMatch(
    /^TIME +BY +ACTION +TARGET +OUTCOME\n.* via .*[Tt]oken.* +change\.apply +[0-9a-f-]{36} +success\n$/,
  );
  expect((await list("--until", "2020-01-01")).stdout).toBe("Nothing was found.\n");
  expect(await list("--since", "soon")).toMatchObject({ code: 2, stderr: expect.stringContaining("--since must be") });
});

describe("connections", () => {
  const connection = "{ provider: fs, resource: connection, name: main, config: { root: /no/such/folder } }";
  const file = "{ provider: fs, resource: file, name: a, connection: main, config: { path: a, content: a } }";

  it("are listed with their users, and tested: what cannot be used ends with 1", async () => {
    expect((await run(["apply", "-f", "-", "--yes", "--no-wait"], [connection, file])).code).toBe(0);
    await expect
      .poll(async () => (await run(["connections", "list", "--provider", "fs"])).stdout)
      .toMatch(/^NAME +PROVIDER +STATE +USERS +ERROR\nmain +fs +failed +1 +.*there is no folder \/no\/such\/folder/);
    expect((await run(["connections", "list", "--provider", "redis"])).stdout).not.toContain("main");
    const tested = await run(["connections", "test", "fs/connection/main", "-o", "json"]);
    expect(tested.code).toBe(1);
    expect(JSON.parse(tested.stdout)).toMatchObject({ status: "unhealthy" });
    const users = await run(["resources", "list", "--connection", "fs/connection/main", "-o", "json"]);
    expect(JSON.parse(users.stdout)).toMatchObject([{ name: "a", connection: { name: "main" } }]);
    expect((await run(["resources", "describe", "fs/file/a"])).stdout).toMatch(/^Connection: +fs\/connection\/main$/m);
  });
});

describe("reapply", () => {
  it("plans what is named or selected by ids, shows each, and changes nothing of them", async () => {
    expect((await run(["apply", "-f", "-", "--yes", "--set", "again"], [config("r1"), config("r2")])).code).toBe(0);
    expect((await run(["apply", "-f", "-", "--yes", "--set", "again", "--draft"], [config("r3")])).code).toBe(0);
    const done = await run(["reapply", "--set", "again", "--yes", "-m", "upgrade"]);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toContain("2 updated");
    expect(done.stderr).toMatch(/pragma\/config\/r1.*pragma\/config\/r2/s);
    expect(done.stderr).not.toContain("pragma/config/r3");
    const [change] = JSON.parse((await run(["changes", "list", "--limit", "1", "-o", "json"])).stdout);
    expect(change).toMatchObject({ message: "upgrade", status: "succeeded", counts: { update: 2 } });
    expect((await run(["reapply", "pragma/config/r1", "--yes"])).stdout).toContain("1 updated");
  });

  it("says what to name, and what is selected by nothing", async () => {
    expect(await run(["reapply"])).toMatchObject({ code: 2, stderr: expect.stringContaining("Which resources?") });
    expect(await run(["reapply", "pragma/config/r1", "--set", "again"])).toMatchObject({ code: 2 });
    const nothing = await run(["reapply", "--set", "no-such"]);
    expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing that runs is selected") });
    const draft = await run(["reapply", "pragma/config/r3", "--yes"]);
    expect(draft.stderr).toContain("is a draft: only what is ready or failed is applied again");
  });
});

describe("a plan", () => {
  it("is saved for its owner alone, and applied only as it was saved", async () => {
    await writeFile(join(cli.folder, "old.json"), "old", { mode: 0o644 });
    const plan = ["plan", "-f", "-", "--save", "old.json"];
    expect((await run(plan, [config("saved")])).code).toBe(0);
    expect((await stat(join(cli.folder, "old.json"))).mode & 0o777).toBe(0o600);
    const saved = JSON.parse(await readFile(join(cli.folder, "old.json"), "utf8"));
    await writeFile(join(cli.folder, "edited.json"), JSON.stringify({ ...saved, actions: [] }));
    const edited = await run(["apply", "edited.json", "--yes"]);
    expect(edited.code).toBe(2);
    expect(edited.stderr).toContain("edited.json was edited: it is not the plan that was saved");
    expect(await readValue("saved")).toBeNull();
    await writeFile(join(cli.folder, "spaced.json"), JSON.stringify(saved));
    expect((await run(["apply", "spaced.json", "--yes"])).code).toBe(0);
    expect(await readValue("saved")).toBe("1");
  });

  it.each([
    ["no/such.json", "its folder does not exist"],
    [".config", "that is a folder"],
  ])("that cannot be saved as %s says why, and how to apply it", async (file, reason) => {
    await mkdir(join(cli.folder, ".config"), { recursive: true });
    const { code, stderr } = await run(["plan", "-f", "-", "--save", file], [config("unsaved")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`The plan cannot be saved as ${file}: ${reason}\n.*pragma apply [0-9a-f-]{36}`));
  });

  it.each([
    [["--set", "No Set"], "set must be 1 to 63 of"],
    [["--message", "m".repeat(501)], "message must be at most 500 characters long"],
  ])("names the option that is wrong: %#", async (options, text) => {
    const { code, stderr } = await run(["plan", "-f", "-", ...options], [config("wrong")]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Error: ${text}`);
  });

  it("is kept, applied as it is, listed, shown and undone", async () => {
    const planned = await run(
      ["plan", "-f", "-", "--save", "plan.json", "-m", "First", "--detailed-exitcode"],
      [config("kept", "one"), config("user", "${pragma/config/kept.outputs.a}")],
    );
    expect(planned.code).toBe(10);
    expect(planned.stdout).toContain("“First”\n\nWave 1\n+ pragma/config/kept\n");
    expect(planned.stderr).toBe("`pragma apply plan.json` applies this plan, within 24 hours.\n");
    const { id } = JSON.parse(await readFile(join(cli.folder, "plan.json"), "utf8"));
    expect((await stat(join(cli.folder, "plan.json"))).mode & 0o777).toBe(0o600);
    expect(await readValue("kept")).toBeNull();

    const applied = await run(["apply", "plan.json"]);
    expect(applied).toMatchObject({ code: 0, stdout: "2 created\n" });
    expect(applied.stderr).toContain("pragma/config/user: created\n");
    expect(await readValue("kept")).toBe("one");

    const second = await run(["apply", "-f", "-", "-o", "json"], [config("kept", "two")]);
    const change = JSON.parse(second.stdout);
    expect(change).toMatchObject({ status: "succeeded", counts: { update: 1, follow: 1 } });
    const list = await run(["changes", "list", "--resource", "pragma/config/kept"]);
    expect(list.stdout.split("\n").slice(1, 3)).toEqual([
      expect.stringMatching(new RegExp(`^${change.id} +succeeded .*update 1, 1 dependent follows`)),
      expect.stringMatching(new RegExp(`^${id} +succeeded .*create 2 +First$`)),
    ]);
    const shown = await run(["changes", "show", change.id]);
    expect(shown.stdout).toMatch(/^Change: +\S+\nStatus: +succeeded\n/);
    expect(shown.stdout).toContain('~ pragma/config/kept\n    ~ config.data.a: "one" → "two"');
    expect(shown.stdout).toContain("→ pragma/config/user  follows pragma/config/kept");

    const revert = await run(["changes", "revert", change.id, "--plan-only"]);
    expect(revert.stdout).toContain('~ config.data.a: "two" → "one"');
    expect(await run(["changes", "revert", change.id])).toMatchObject({
      code: 0,
      stdout: "1 updated, 1 dependent updated\n",
    });
    expect(await readValue("kept")).toBe("one");
    expect((await run(["changes", "show", "0198f3c2-7a1e-7000-8000-000000000000"])).code).toBe(4);
    expect((await run(["changes", "show", "absent.json"])).code).toBe(4);
  });

  it("that others have overtaken is not applied, and one that is discarded neither", async () => {
    const plan = async (value: string) =>
      JSON.parse((await run(["plan", "-f", "-", "-o", "json"], [config("raced", value)])).stdout).id as string;
    const [first, second, third] = [await plan("one"), await plan("two"), await plan("three")];
    expect(await run(["apply", first])).toMatchObject({ code: 0 });
    const stale = await run(["apply", second]);
    expect(stale.code).toBe(5);
    expect(stale.stderr).toContain("pragma_config_raced");
    expect(stale.stderr).toContain("What it was planned on has changed: plan again.");
    expect((await run(["changes", "discard", third])).stdout).toBe(`${third} is discarded\n`);
    expect((await run(["apply", third])).code).toBe(5);
    expect(await readValue("raced")).toBe("one");
  });

  it("is a comment as Markdown, and has exit codes for scripts", async () => {
    const markdown = await run(["plan", "-f", "-", "-o", "markdown", "-m", "Hi @all"], [config("commented", "```")]);
    expect(markdown).toMatchObject({ code: 0, stderr: "" });
    expect(markdown.stdout).toMatch(
      /^### Pragma: 1 to create\n\n` Hi @all `\n\n````diff\n\+ pragma\/config\/commented\n[\s\S]*\n````\n\nApply it with `pragma apply \S+`\.\n$/,
    );
    const diff = (value: string) => run(["diff", "-f", "-", "--detailed-exitcode"], [config("kept", value)]);
    expect(await diff("one")).toEqual({ code: 0, stdout: "Nothing to change; 1 unchanged\n", stderr: "" });
    const differs = await diff("three");
    expect(differs).toMatchObject({ code: 10, stderr: "" });
    expect(differs.stdout).toBe('~ pragma/config/kept\n    ~ config.data.a: "one" → "three"\n\n1 to update\n');
    const refused = await run(["plan", "-f", "-", "--detailed-exitcode"], [config("bad", "x").replace("data", "dta")]);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toMatch(/Refused\n! pragma\/config\/bad {2}is refused\n {4}-:1:\d+: /);
    expect((await run(["apply", "-f", "-"], [config("bad", "x").replace("data", "dta")])).stderr).toMatch(
      /^Error: -:1:\d+: .*\n(.*\n)?Nothing was applied\.\n$/,
    );
  });
});

describe("the question on a terminal", () => {
  async function answered(answer: string): Promise<{ code: number | null; output: string }> {
    await writeFile(join(cli.folder, "asked.yaml"), config("asked"));
    const line = [cli.node, BINARY, "apply", "-f", "asked.yaml"] as const;
    const terminal = new Terminal(line, { cwd: cli.folder, env: cli.env });
    await Promise.race([terminal.until(/Apply this change\? \[y\/N\] /), terminal.ended]);
    terminal.type(answer);
    return { code: await terminal.ended, output: terminal.output };
  }

  it.each([
    ["no", "\r", 1],
    ["Ctrl-D", "\u0004", 1],
    ["Ctrl-C", "\u0003", 130],
  ])("is answered by %s: nothing is applied, and the plan is kept", async (_, answer, code) => {
    const ended = await answered(answer);
    expect(ended.code).toBe(code);
    expect(ended.output).toContain("+ pragma/config/asked");
    expect(ended.output).toMatch(/Nothing was applied\. `pragma apply \S+` applies this plan, within 24 hours\./);
    expect(await readValue("asked")).toBeNull();
  });

  it("is answered by yes: it is applied", async () => {
    const ended = await answered("y\r");
    expect(ended.code).toBe(0);
    expect(ended.output).toContain("1 created; all 1 ready");
    expect(await readValue("asked")).toBe("1");
  });
});

describe("a set", () => {
  it("is what its changes declare: the rest is pruned in the same change, and all of it can be deleted", async () => {
    const apply = (names: string[], ...more: string[]) =>
      run(
        ["apply", "-f", "-", "--set", "shop", ...more],
        names.map((name) => config(name)),
      );
    expect(await apply(["in-one", "in-two"])).toMatchObject({ code: 0, stdout: "2 created; all 2 ready\n" });
    expect((await run(["resources", "list", "--set", "shop"])).stdout).toContain("pragma/config/in-two");
    expect((await run(["sets", "list"])).stdout).toMatch(/^shop +2 +2 ready /m);

    // Something outside depends on what would be pruned.
    await run(["apply", "-f", "-"], [config("outside", "${pragma/config/in-two.outputs.a}")]);
    const held = await apply(["in-one"], "--prune");
    expect(held).toMatchObject({ code: 5, stdout: "" });
    expect(held.stderr).toMatch(/Error: .*pragma\/config\/outside depends on .*in-two.*\nNothing was applied\.\n/);
    await run(["resources", "delete", "pragma/config/outside"]);

    const pruned = await apply(["in-one", "in-three"], "--prune");
    expect(pruned).toMatchObject({ code: 0, stdout: "1 created, 1 deleted, 1 unchanged; all 2 ready\n" });
    expect(pruned.stderr).toContain("- pragma/config/in-two  is not declared in the set shop\n");
    expect(await readValue("in-two")).toBeNull();
    expect((await run(["sets", "show", "shop"])).stdout).toMatch(
      /Resources: +2 \(2 ready\)[\s\S]*in-one[\s\S]*in-three/,
    );

    const other = await run(["plan", "-f", "-", "--set", "other"], [config("in-one")]);
    expect(other).toMatchObject({ code: 2, stdout: expect.stringContaining("is in the set shop") });
    expect(await run(["sets", "delete", "shop"])).toMatchObject({ code: 0, stdout: "2 deleted\n" });
    expect(await readValue("in-one")).toBeNull();
    expect((await run(["sets", "show", "shop"])).code).toBe(4);
  }, 240_000);

  it("is emptied by a folder without manifests only where that is said", async () => {
    const folder = join(cli.folder, "emptied");
    await mkdir(folder);
    await writeFile(join(folder, "all.yaml"), [config("emptied-one"), config("emptied-two")].join("\n---\n"));
    const apply = (...more: string[]) => run(["apply", "-f", "emptied", "--set", "emptied", ...more]);
    expect(await apply()).toMatchObject({ code: 0 });
    for (const empty of [
      () => writeFile(join(folder, "all.yaml"), "# nothing\n"),
      () => rm(join(folder, "all.yaml")),
    ]) {
      await empty();
      const refused = await apply("--prune");
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--allow-empty") });
    }
    expect((await apply("--allow-empty")).code).toBe(2);
    expect(await readValue("emptied-one")).toBe("1");

    expect(await apply("--prune", "--allow-empty")).toMatchObject({ code: 0, stdout: "2 deleted\n" });
    expect(await readValue("emptied-one")).toBeNull();
    expect((await run(["apply", "-f", "emptied-typo", "--set", "emptied", "--prune", "--allow-empty"])).code).toBe(4);
  });
});
