import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli, type Ended, type RunOptions } from "./support/cli.ts";

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

async function apply(file: string, args: string[] = [], options: RunOptions = {}): Promise<Ended> {
  return cli.run(["resources", "apply", "-f", file, ...args], options);
}

describe("prune", () => {
  const config = (name: string, value = "1", tag = "pruned") =>
    `provider: pragma\nresource: config\nname: ${name}\ntags: [${tag}]\nconfig: { data: { a: "${value}" } }\n`;
  const before = [
    config("prune-kept"),
    config("prune-base"),
    config("prune-on-base", "${pragma/config/prune-base.outputs.a}"),
    config("prune-needed"),
    config("prune-other", "1", "other"),
  ].join("---\n");
  const after = [config("prune-kept", "${pragma/config/prune-needed.outputs.a}"), config("prune-new")].join("---\n");
  const there = async () => {
    const { stdout } = await cli.run(["resources", "list", "--query", "prune-", "-o", "json"]);
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).sort();
  };

  it("deletes what has the tag and is not declared, once all that is declared is ready", async () => {
    expect((await apply("-", [], { stdin: before })).code).toBe(0);
    expect((await apply("-", ["--prune", "pruned", "--no-wait"], { stdin: after })).code).toBe(2);
    const broken = await apply("-", ["--prune", "pruned"], {
      stdin: config("prune-kept", "${pragma/config/prune-base.outputs.b}"),
    });
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing was deleted") });
    const plan = await apply("-", ["--prune", "pruned", "--dry-run"], { stdin: after });
    expect(plan.stdout).toContain(`- pragma/config/prune-on-base would be deleted
- pragma/config/prune-needed would be deleted
- pragma/config/prune-base would be deleted
1 to create, 1 to change, 3 to delete; nothing was sent`);
    expect(await there()).toHaveLength(5);

    const { code, stdout, stderr } = await apply("-", ["--prune", "pruned"], { stdin: after });

    // What is declared needs one of them, so that one stays.
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringMatching(/\nCould not delete pragma\/config\/prune-needed: .*prune-kept depends on it/),
    });
    expect(stdout.trimEnd().split("\n")).toEqual([
      "1 created, 1 changed; all 2 ready",
      "pragma/config/prune-on-base: deleted",
      "pragma/config/prune-base: deleted",
    ]);
    expect(await there()).toEqual(["prune-kept", "prune-needed", "prune-new", "prune-other"]);
    const last = await apply("-", ["--prune", "pruned", "-o", "json"], { stdin: config("prune-kept") });
    expect(last.code).toBe(0);
    expect(JSON.parse(last.stdout)).toMatchObject([
      { resource: "pragma/config/prune-kept", change: "changed" },
      { resource: "pragma/config/prune-new", change: "pruned", state: "deleted" },
      { resource: "pragma/config/prune-needed", change: "pruned", state: "deleted" },
    ]);
  });
});

describe("prune of owners", () => {
  const config = (name: string, more = "") =>
    `{ provider: pragma, resource: config, name: ${name}, tags: [owners], config: { data: {} }${more} }`;
  const ownedBy = (...names: string[]) => {
    const refs = names.map((name) => `{ provider: pragma, resource: config, name: ${name} }`);
    return `, owner_references: [${refs.join(", ")}]`;
  };
  const prune = (documents: string[], ...more: string[]) =>
    apply("-", ["--prune", "owners", ...more], { stdin: documents.join("\n---\n") });

  it("deletes nothing that is declared, and leaves owned resources to their owner", async () => {
    const all = [config("boss"), config("minion", ownedBy("boss"))];
    expect((await prune(all)).code).toBe(0);
    for (const more of [["--dry-run"], []]) {
      const refused = await prune([config("minion")], ...more);
      expect(refused).toMatchObject({ code: 5, stdout: "" });
      expect(refused.stderr).toContain(
        "pragma/config/boss is no longer declared, but it owns pragma/config/minion, which is, and deleting it would delete that too",
      );
    }
    expect(await prune([config("boss")])).toMatchObject({ code: 0, stdout: "Nothing changed; all 1 ready\n" });
    expect(await prune([config("minion", ", owner_references: []")])).toMatchObject({
      code: 0,
      stdout: "1 changed; all 1 ready\npragma/config/boss: deleted\n",
    });
  });
});
