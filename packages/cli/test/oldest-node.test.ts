import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { Cli } from "./support/cli.ts";
import { findOldestNode, OLDEST_MAJOR } from "./support/oldest-node.ts";

const node = findOldestNode();
const missing = node === undefined ? ", of which there is none on the PATH" : "";

/** Everything else is tested on the Node that runs the tests; users run the command on their own. */
describe.skipIf(node === undefined)(`on Node ${OLDEST_MAJOR}${missing}`, () => {
  let stack: Stack;
  let cli: Cli;

  beforeAll(async () => {
    stack = await joinStack();
    cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl }, node);
  });

  afterAll(async () => {
    await stack?.stop();
    await cli?.remove();
  });

  /** The output of a run that succeeded and had nothing else to say, no warning of Node's either. */
  async function ok(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  it("says its version, its help and its completion", async () => {
    expect(await ok("--version")).toBe(`${manifest.version}\n`);
    expect(await ok("--help")).toContain("Usage: pragma <command>");
    expect(await ok("resources", "apply", "--help")).toContain("Usage: pragma resources apply");
    expect(await ok("completion", "bash")).toContain("complete -F");
    expect(await ok("__complete", "--", "resources", "ge")).toBe("get\n");
  });

  it("logs in with a token from stdin", async () => {
    const login = await cli.run(["auth", "login", "--token-stdin"], { stdin: `${stack.token}\n` });
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("@example.com"), stderr: "" });
    expect(await readFile(join(cli.folder, ".config/pragma/credentials"), "utf8")).toBe(`default=${stack.token}\n`);
  });

  it("applies a folder, on a terminal and elsewhere, and reads the outcome", async () => {
    await mkdir(join(cli.folder, "shop"));
    await writeFile(join(cli.folder, "shop/host.txt"), "shop.example");
    await writeFile(
      join(cli.folder, "shop/host.yaml"),
      "provider: pragma\nresource: secret\nname: host\nconfig: { data: { host: '@host.txt' } }\n",
    );
    const link = { provider: "pragma", resource: "config", name: "link" };
    const config = { data: { url: `https://\${pragma/secret/host.outputs.host}/` } };
    await writeFile(join(cli.folder, "shop/link.json"), JSON.stringify({ ...link, config }));

    const applied = await cli.run(["resources", "apply", "-f", "shop"], { terminal: true });
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain("2 created; all 2 ready");
    expect(await cli.run(["resources", "apply", "-f", "shop"])).toMatchObject({
      code: 0,
      stdout: "Nothing changed; all 2 ready\n",
    });

    expect(JSON.parse(await ok("resources", "get", "pragma/config/link", "-o", "json", "--reveal"))).toMatchObject({
      lifecycle_state: "ready",
      resolved_config: { data: { url: "https://shop.example/" } },
    });
    expect(await ok("resources", "list", "-o", "yaml")).toMatch(/^ {2}name: link$/m);
    expect(await ok("resources", "wait", "pragma/config/link")).toContain("ready");
  });

  it("says what is wrong with a file, and where", async () => {
    const wrong = "provider: pragma\nresource: secret\nname: s\nconfig:\n  data: { token: { a: b } }\n";
    expect(await cli.run(["resources", "apply", "-f", "-"], { stdin: wrong })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("-:5:11: config.data.token must be a string"),
    });
    expect(await cli.run(["resources", "get", "pragma/config/absent"])).toMatchObject({ code: 4, stdout: "" });
  });

  it("writes the template of a provider and the types of what is deployed", async () => {
    await ok("providers", "init", "jotter");
    expect(await readdir(join(cli.folder, "jotter"))).toContain("package.json");
    expect(await ok("types", "generate", "--out", "types.ts")).toBe("types.ts was written\n");
  });
});
