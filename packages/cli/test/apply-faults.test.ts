import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli, type Ended, type RunOptions } from "./support/cli.ts";

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

describe("a manifest with probable mistakes", () => {
  it("is applied, with a warning that says where", async () => {
    const { code, stdout, stderr } = await apply("-", ["--dry-run"], {
      stdin: `provider: pragma
resource: config
name: doubtful
config:
  data:
    list:
      - "\${pragma/config/a.output.b}"
      - "\${nobody/zone/a.outputs.b}"
      - "\${pragma/config/a.outputs.b} \${HOME} $\${pragma/config/a.output.b}"
`,
    });
    expect(code).toBe(0);
    expect(stderr.split("\n")).toEqual([expect.stringMatching(/^-:7:9: this is plain text, not a reference: /), ""]);
    expect(stdout).toMatch(/\n {4}warning: .*nobody\/zone/);
  });
});

describe("a manifest with faults", () => {
  it("is refused where a reference has a typo in a type of pragma, with what was meant", async () => {
    const { code, stderr } = await apply("-", [], {
      stdin:
        "provider: pragma\nresource: config\nname: typo\nconfig: { data: { a: '${pragma/secert/x.outputs.k}' } }\n",
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      "Error: -:4:19: config.data.a: Unknown type pragma/secert (did you mean pragma/secret?); pragma has config, file, secret\nNothing was applied.\n",
    );
  });

  it("is refused as a whole, each fault with line and column, and nothing is sent", async () => {
    const { code, stderr } = await apply("-", [], {
      stdin: `provider: pragma
resource: config
name: never-sent
config: { data: { a: 1 } }
---
provider: postgres
resource: databse
name: main
---
provider: pragma
resource: secret
name: s
config:
  data: { token: { hunter2: hunter2 } }
---
provider: postgres
resource: database
name: main
config:
  server_url: \${pragma/secret/s.outputs.token}
  name: 5
  ownr: somebody
`,
    });
    expect(code).toBe(2);
    expect(stderr.match(/^-:\d+:\d+: .*|(?<=Error: )-:\d+:\d+: .*/gm)).toEqual([
      expect.stringMatching(
        /^-:7:1: resource: Unknown type postgres\/databse \(did you mean postgres\/database\?\); .*database/,
      ),
      "-:14:11: config.data.token must be a string",
      "-:21:3: config.name must be a string",
      expect.stringMatching(/^-:22:3: config\.ownr is not a known field; .*owner/),
    ]);
    expect(stderr).not.toContain("hunter2");
    expect((await cli.run(["resources", "get", "pragma/config/never-sent"])).code).toBe(4);
  });

  it.each([
    ["a: [1, 2\nb: 'hunter2", /-:\d+:\d+: /],
    ["provider: pragma\nprovider: hunter2\n", /-:2:1: this key appears twice/],
    [
      "provider: pragma\nresource: config\nname: n\nconfg: {}\n",
      /-:4:1: confg is not a known field; did you mean config\?/,
    ],
    ["provider: pragma\nresource: config\n", /-:1:1: name is required/],
    [
      "provider: pragma\nresource: config\nname: n\nconfig:\n  data: { a: 12345678901234567890 }\n",
      /-:5:11: this is too large a number/,
    ],
    ["- 5\n", /-:1:3: this is not a resource/],
    ["provider: pragma\nresource: config\nname: a b\n", /-:3:1: name must be 1 to 253/],
    ["provider: pragma\nresource: config\nname: n\ntags: a\n", /-:4:1: tags must be a list of strings/],
    ["provider: pragma\nresource: config\nname: n\ntags: [a, 1]\n", /-:4:11: tags\[1\] must be a string/],
    ["provider: pragma\nresource: config\nname: n\ndepends_on: [n]\n", /-:4:14: depends_on\[0\] must be provider/],
    [
      "provider: pragma\nresource: config\nname: n\nowner_references: [a]\n",
      /-:4:20: owner_references\[0\] must be provider/,
    ],
    [
      "provider: pragma\nresource: config\nname: n\nowner_references: [1]\n",
      /-:4:20: owner_references\[0\] must be provider/,
    ],
    [
      "provider: pragma\nresource: config\nname: n\ndeletion_protected: 'no'\n",
      /-:4:1: deletion_protected must be true or false/,
    ],
    ["# nothing\n", /There are no resources/],
    [
      "a: &a [1]\n".concat(
        Array.from(
          { length: 9 },
          (_, i) => `b${i}: &b${i} [${"*".concat(i ? `b${i - 1}` : "a", ",").repeat(9)}]\n`,
        ).join(""),
      ),
      /too many aliases/,
    ],
    [
      `${"provider: pragma\nresource: config\nname: twice\nconfig: { data: {} }\n---\n".repeat(2)}`,
      /-:1:1: pragma\/config\/twice is named by more than one document\n-:6:1: /,
    ],
    [
      ["x", "y"]
        .map(
          (n) =>
            `provider: pragma\nresource: config\nname: ${n}\nconfig: { data: {} }\ndepends_on: [pragma/config/${n === "x" ? "y" : "x"}]\n`,
        )
        .join("---\n"),
      /pragma\/config\/x → pragma\/config\/y → pragma\/config\/x/,
    ],
  ])("%j", async (stdin, message) => {
    const { code, stderr } = await apply("-", [], { stdin });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("hunter2");
    expect(stderr).not.toContain("    at ");
  });

  it("cannot send files from outside its folder, nor more than fits", async () => {
    await write("outside.txt", "outside");
    await write("inside/large.txt", "x".repeat(1024 * 1024 + 1));
    await symlink("../outside.txt", join(cli.folder, "inside/link.txt"));
    const names = ["../outside.txt", "link.txt", "/etc/passwd", "large.txt", "absent.txt", "."];
    const values = names.map((name) => `    - "@${name}"`).join("\n");
    await write(
      "inside/m.yaml",
      `provider: pragma\nresource: config\nname: files\nconfig:\n  data:\n   list:\n${values}\n`,
    );
    const { code, stderr } = await apply("inside/m.yaml");
    expect(code).toBe(2);
    for (const line of [7, 8, 9, 10, 11, 12]) expect(stderr).toContain(`inside/m.yaml:${line}:7: `);
    expect(stderr).not.toContain("root:");
  });
});
