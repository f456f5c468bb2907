import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli, type Ended, type RunOptions } from "./support/cli.ts";

const ESCAPE = "\u001b";
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

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(cli.folder, path)), { recursive: true });
  await writeFile(join(cli.folder, path), text);
}

async function apply(file: string, args: string[] = [], options: RunOptions = {}): Promise<Ended> {
  return cli.run(["resources", "apply", "-f", file, ...args], options);
}

async function read(
  id: string,
): Promise<{ config: unknown; outputs: unknown; lifecycle_state: string; tags: string[]; generation: number }> {
  const { stdout } = await cli.run(["resources", "get", id, "-o", "json", "--reveal"]);
  return JSON.parse(stdout);
}

const SHOP = `# Written in the wrong order.
provider: pragma
resource: config
name: link
config:
  data: { url: "https://\${pragma/secret/host.outputs.host}/", title: "\${pragma/config/title.outputs.title}" }
---
provider: pragma
resource: config
name: title
tags: [shop]
config: { data: { title: Corner Shop } }
---
provider: pragma
resource: secret
name: host
config: { data: { host: '@host.txt', sign: '@@shop' } }
`;

describe("apply", () => {
  it("knows for each type whether its strings are references", async () => {
    const literal = "${pragma/config/other.outputs.text}";
    // In a secret this is text: as a reference it would be a circle.
    await write(
      "literal.yaml",
      `{ provider: pragma, resource: config, name: other, config: { data: { text: "\${pragma/secret/text.outputs.text}" } } }
---
{ provider: pragma, resource: secret, name: text, config: { data: { text: "${literal}" } } }
`,
    );

    expect(await apply("literal.yaml")).toMatchObject({ code: 0, stdout: "2 created; all 2 ready\n" });
    expect(await read("pragma/config/other")).toMatchObject({ outputs: { text: literal } });

    await write(
      "circle.yaml",
      `{ provider: pragma, resource: config, name: a, config: { data: { x: "\${pragma/config/b.outputs.x}" } } }
---
{ provider: pragma, resource: config, name: b, config: { data: { x: "\${pragma/config/a.outputs.x}" } } }
`,
    );
    expect(await apply("circle.yaml")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/circle\.yaml:1:1: .*pragma\/config\/a → pragma\/config\/b → pragma\/config\/a/),
    });
  });

  it("sends files in order of dependency, waits, and says that nothing changed the second time", async () => {
    await write("shop/shop.yaml", SHOP);
    await write("shop/host.txt", "secret-host.example");

    const first = await apply("shop");

    expect(first.stdout).toBe("3 created; all 3 ready\n");
    expect(first.code).toBe(0);
    const lines = first.stderr.split("\n");
    const order = ["pragma/secret/host", "pragma/config/title", "pragma/config/link"].map((id) => {
      return lines.findIndex((line) => line.startsWith(`${id}: created`));
    });
    expect(order).not.toContain(-1);
    expect(Math.max(...order)).toBe(order[2]);
    expect(first.stdout + first.stderr).not.toContain(ESCAPE);
    expect(first.stdout + first.stderr).not.toContain("secret-host");
    expect(await read("pragma/secret/host")).toMatchObject({
      config: { data: { host: "secret-host.example", sign: "@shop" } },
    });

    const second = await apply("shop/*.y{a,}ml");
    expect(second).toMatchObject({ code: 0, stdout: "Nothing changed; all 3 ready\n" });

    await write("shop/host.txt", "other-host.example");
    const third = JSON.parse((await apply("shop/shop.yaml", ["-o", "json"])).stdout);
    expect(third).toMatchObject({
      status: "succeeded",
      source: { kind: "cli" },
      counts: { create: 0, update: 1, follow: 1, unchanged: 1 },
    });
    expect(third.actions).toMatchObject([
      { resource: { name: "host" }, action: "update", state: "succeeded", document: 2 },
      { resource: { name: "link" }, action: "follow", state: "succeeded" },
    ]);
    expect(await read("pragma/config/link")).toMatchObject({ outputs: { url: "https://other-host.example/" } });
  });

  it("draws a table over itself on a terminal, without colours under NO_COLOR", async () => {
    await write("table.yaml", "provider: pragma\nresource: config\nname: table\nconfig: { data: { a: 1 } }\n");
    const drawn = await apply("table.yaml", [], { terminal: true });
    expect(drawn.code).toBe(0);
    expect(drawn.stdout).toContain(`${ESCAPE}[J`);
    expect(drawn.stdout).toContain(`pragma/config/table  ${ESCAPE}[32mcreated`);
    const plain = await apply("table.yaml", [], { terminal: true, env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain(`${ESCAPE}[3`);
    expect(plain.stdout).toContain("Nothing changed");
  });

  it("accepts what was read, from stdin", async () => {
    const literal =
      "provider: pragma\nresource: config\nname: at\ntags: [shop]\nconfig: { data: { to: '@@everyone' } }\n";
    expect((await apply("-", [], { stdin: literal })).code).toBe(0);
    const { stdout } = await cli.run(["resources", "list", "--tag", "shop", "-o", "json"]);
    expect(await apply("-", [], { stdin: stdout })).toMatchObject({
      code: 0,
      stdout: "Nothing changed; all 2 ready\n",
    });
  });

  it("takes other resources by their friendly ids, and as the API lists them", async () => {
    const owned = (refs: string) => `provider: pragma
resource: config
name: owned
owner_references: [${refs}]
dependencies: [${refs}]
config: { data: { a: 1 } }
`;
    await apply("-", [], { stdin: "{ provider: pragma, resource: config, name: owner, config: { data: { a: 1 } } }" });
    expect((await apply("-", [], { stdin: owned("pragma/config/owner") })).code).toBe(0);
    const owner = { provider: "pragma", resource: "config", name: "owner" };
    expect(await read("pragma/config/owned")).toMatchObject({ owner_references: [owner], dependencies: [owner] });
    expect(await apply("-", [], { stdin: owned(JSON.stringify(owner)) })).toMatchObject({
      code: 0,
      stdout: "Nothing changed; all 1 ready\n",
    });
  });

  it("says what it would do, and does none of it", async () => {
    const manifest = (title: string, token: string) => `provider: pragma
resource: config
name: planned
tags: [a, b]
config: { data: { title: ${title}, link: "\${pragma/secret/planned.outputs.token}" } }
---
provider: pragma
resource: secret
name: planned
config: { data: { token: ${token} } }
`;
    const dry = async (stdin: string, ...args: string[]) => apply("-", ["--dry-run", ...args], { stdin });
    expect(await dry(manifest("One", "hunter2"))).toEqual({
      code: 0,
      stdout: `Wave 1
+ pragma/secret/planned
    config.data:
      token: "********"

Wave 2
+ pragma/config/planned
    config.data:
      title: "One"
      link: "\${pragma/secret/planned.outputs.token}"

2 to create
`,
      stderr: "",
    });
    expect((await cli.run(["resources", "get", "pragma/config/planned"])).code).toBe(4);
    expect((await apply("-", [], { stdin: manifest("One", "hunter2") })).code).toBe(0);

    const changed = manifest("Two", "hunter3").replace("[a, b]", "[a]");
    const plan = await dry(changed);
    expect(plan.stdout).toContain(`~ pragma/secret/planned
    ~ config.data.token: (secret, changed)
`);
    expect(plan.stdout).toContain(`~ pragma/config/planned
    ~ config.data.title: "One" → "Two"
    ~ tags:
          "a"
        - "b"
`);
    expect(plan.stdout).toMatch(/\n2 to update\n$/);
    expect(plan.stdout + plan.stderr).not.toContain("hunter");
    const { actions } = JSON.parse((await dry(changed, "-o", "json")).stdout);
    expect(actions).toMatchObject([
      { resource: { name: "planned", resource: "secret" }, action: "update", document: 1 },
      { resource: { name: "planned", resource: "config" }, action: "update", document: 0 },
    ]);
    expect((await cli.run(["changes", "list", "--status", "planned"])).stdout).toBe("No changes yet.\n");
    expect(await read("pragma/config/planned")).toMatchObject({ config: { data: { title: "One" } }, tags: ["a", "b"] });

    const { stdout } = await cli.run([
      "resources",
      "get",
      "pragma/secret/planned",
      "pragma/config/planned",
      "-o",
      "json",
    ]);
    expect((await dry(stdout)).stdout).toBe("Nothing to change; 2 unchanged\n");
    expect((await dry("provider: pragma\nresource: nothing\nname: n\n")).code).toBe(2);
  });

  it("ends with what failed and why, with file and line", async () => {
    const broken = `provider: pragma
resource: config
name: broken
config: { data: { a: "\${pragma/config/fine.outputs.nothing}" } }
`;
    const fine = "provider: pragma\nresource: config\nname: fine\nconfig: { data: { a: 1 } }\n";
    await write("fine.yaml", fine);
    await write("broken.yaml", broken);
    await write("both.yaml", `${fine}---\n${broken}`);
    const refused = await apply("both.yaml");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /^Error: both\.yaml:9:19: config\.data\.a will have no value: pragma\/config\/fine has no outputs\.nothing; its outputs are a\nNothing was applied\.\n$/,
    );
    expect((await apply("fine.yaml")).code).toBe(0);
    const { code, stdout, stderr } = await apply("broken.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "warning: Will fail: config.data.a: pragma/config/fine has no outputs.nothing; its outputs are a",
    );
    expect(stdout).toContain("1 failed:");
    expect(stdout).toMatch(/^broken\.yaml:1: pragma\/config\/broken failed: .*nothing/m);
  });

  it("ends once nothing can go on, without waiting for dependents of a failure", async () => {
    const config = (name: string, key: string, value: string) =>
      `provider: pragma\nresource: config\nname: ${name}\nconfig: { data: { ${key}: "${value}" } }\n`;
    const stdin = (top: string) =>
      [
        config("tower-4", "a", "${pragma/config/tower-3.outputs.a}"),
        config("tower-3", "a", "${pragma/config/tower-2.outputs.a}"),
        config("tower-2", "a", `\${pragma/config/tower-1.outputs.${top}}`),
      ].join("---\n");
    expect((await apply("-", [], { stdin: config("tower-1", "a", "1") })).code).toBe(0);
    const broken = await apply("-", ["--timeout", "0"], { stdin: stdin("b") });
    expect(broken.code).toBe(1);
    expect(broken.stdout.split("\n").slice(0, 4)).toEqual([
      "3 failed:",
      expect.stringMatching(/^-:11: pragma\/config\/tower-2 failed: .*tower-1.*b/),
      "-:6: pragma/config/tower-3 failed: waits for pragma/config/tower-2, which has failed",
      "-:1: pragma/config/tower-4 failed: waits for pragma/config/tower-3, which has failed",
    ]);
    expect(await apply("-", [], { stdin: stdin("a") })).toMatchObject({
      code: 0,
      // They waited for the first, and were still to be created.
      stdout: "2 created, 1 updated; all 3 ready\n",
    });

    // Resources that were ready downstream of a failure stay ready, but stale.
    const stale = await apply("-", ["--timeout", "0"], { stdin: config("tower-1", "c", "1") });
    expect(stale.code).toBe(1);
    expect(stale.stdout.trimEnd().split("\n")).toEqual([
      "3 failed (1 updated):",
      expect.stringMatching(/^pragma\/config\/tower-2 failed: .*tower-1 has no outputs.a/),
      "pragma/config/tower-3 failed: waits for pragma/config/tower-2, which has failed",
      "pragma/config/tower-4 failed: waits for pragma/config/tower-3, which has failed",
    ]);
  });

  it("applies nothing where a document is refused", async () => {
    const secret = (name: string) =>
      `provider: pragma\nresource: secret\nname: ${name}\nconfig: { data: { a: one } }\n`;
    const documents = [secret("fine"), `${secret("bad")}tags: [""]\n`];
    const { code, stdout, stderr } = await apply("-", [], { stdin: documents.join("---\n") });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Error: -:10:8: tags.*\nNothing was applied\.\n$/);
    expect((await cli.run(["resources", "get", "pragma/secret/fine"])).code).toBe(4);
  });

  it("ends with 6 when the time is up, and says what it waits for", async () => {
    const waits =
      "provider: pragma\nresource: config\nname: waits\nconfig: { data: { a: '${pragma/config/never.outputs.a}' } }\n";
    const { code, stdout, stderr } = await apply("-", ["--timeout", "500ms"], { stdin: waits });
    expect(code).toBe(6);
    expect(stderr).toMatch(/^The time is up\. Work in progress continues; .*--timeout\.$/m);
    expect(stdout).toContain("-:1: pragma/config/waits waits for pragma/config/never, which does not exist");
    expect((await cli.run(["resources", "wait", "pragma/config/waits", "--timeout", "100ms"])).code).toBe(6);
    expect((await cli.run(["resources", "cancel", "pragma/config/waits"])).code).toBe(0);
    expect((await cli.run(["resources", "cancel", "pragma/config/waits"])).code).toBe(5);
    expect((await cli.run(["resources", "wait", "pragma/config/waits"])).code).toBe(1);
  });
});

describe("other codes", () => {
  it("are those in the guide", async () => {
    expect((await apply("absent.yaml")).code).toBe(4);
    expect((await cli.run(["auth", "whoami", "--token", "pragma_wrong"])).code).toBe(3);
    expect(await cli.run(["resources", "delete", "pragma/secret/host", "pragma/secret/absent"])).toEqual({
      code: 5,
      stdout: "pragma/secret/absent: was not there\n",
      stderr: expect.stringMatching(
        /^Could not delete pragma\/secret\/host: .*pragma_config_link depends on it .*\nWith `--dependents cascade`/,
      ),
    });
    const gone = await cli.run(["resources", "delete", "pragma/secret/host", "--dependents", "cascade", "-y"]);
    expect(gone).toMatchObject({ code: 0 });
    expect((await cli.run(["resources", "get", "pragma/config/link"])).code).toBe(4);
    expect((await cli.run(["auth", "whoami", "--api-url", "http://127.0.0.1:1"])).code).toBe(1);
    expect((await cli.run(["resources", "health", "pragma/config/title"])).code).toBe(4);
  });
});

describe("delete of files", () => {
  it("deletes what they declare, dependents first, and needs none of the files that values come from", async () => {
    await write(
      "gone/shop.yaml",
      SHOP.replaceAll("link", "gone-link")
        .replaceAll("title", "gone-title")
        .replaceAll("host\n", "gone-host\n")
        .replaceAll("secret/host", "secret/gone-host"),
    );
    await write("gone/host.txt", "gone.example");
    expect((await apply("gone")).code).toBe(0);
    await rm(join(cli.folder, "gone/host.txt"));
    const gone = { code: 0, stderr: "", stdout: expect.stringMatching(/^(pragma\/\S+: deleted\n){3}$/) };
    const first = await cli.run(["resources", "delete", "-f", "gone"]);
    expect(first).toEqual(gone);
    expect(first.stdout).toMatch(/^pragma\/config\/gone-link: deleted\n/);
    const again = await cli.run(["resources", "delete", "-f", "gone"]);
    const linesOf = (text: string) => text.split("\n").sort();
    expect(linesOf(again.stdout)).toEqual(linesOf(first.stdout.replaceAll("deleted", "was not there")));
    expect(again.code).toBe(0);
    expect((await cli.run(["resources", "get", "pragma/secret/gone-host"])).code).toBe(4);
    expect((await cli.run(["resources", "delete"])).code).toBe(2);
  });
});

describe("other commands on resources", () => {
  it("show and change them", async () => {
    const tags = async (...args: string[]) => (await cli.run(["resources", "tags", ...args])).stdout;
    expect(await tags("add", "pragma/config/title", "prod", "shop")).toBe("shop\nprod\n");
    expect(await tags("remove", "pragma/config/title", "shop")).toBe("prod\n");
    expect(await tags("list", "pragma/config/title")).toBe("prod\n");
    expect(await read("pragma/config/title")).toMatchObject({ lifecycle_state: "ready", generation: 1 });

    const out = async (...args: string[]) => {
      const { code, stdout, stderr } = await cli.run(["resources", ...args]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    };
    expect(await out("describe", "pragma/config/broken")).toMatch(
      /State: +failed[\s\S]*Config\n {2}data:[\s\S]*History/,
    );
    expect(await out("list", "--state", "failed", "-o", "yaml")).toMatch(/name: broken/);
    expect(await out("types", "pragma")).toMatch(/pragma\/secret/);
    expect(await cli.run(["resources", "types", "nobody"])).toMatchObject({
      code: 4,
      stdout: "",
      stderr: expect.stringMatching(/No provider nobody is deployed\n.*pragma/),
    });
    expect(await out("history", "pragma/config/title", "-o", "json")).toContain("test token");
    expect(await out("graph", "pragma/config/broken")).toContain(
      "pragma/config/broken  failed\n  pragma/config/fine  ready",
    );
    expect(await cli.run(["resources", "logs", "pragma/config/title"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "Nothing was logged.\n",
    });
    expect(await cli.run(["resources", "delete", "title"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Error: "title" is not a valid resource\nIt is provider\/type\/name, such as /),
    });
  });
});
