import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type OwnStack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: OwnStack;
let cli: Cli;

beforeAll(async () => {
  // A call may be in a process that another blocks, for ten seconds; on its own it then has what is left of this.
  stack = await startStack({ PRAGMA_PROVIDER_DEADLINE_MS: "25000" });
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

const ENTRY = `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { create } from "./zone.ts";

const zone = defineResource({
  config: z.object({ mode: z.string() }),
  outputs: z.object({ id: z.string() }),
  create: (ctx) => create(ctx.config.mode),
  update: () => ({ id: "same" }),
  delete() {},
});

export default defineProvider({ resources: { zone } });
`;

const ZONE = `import { writeSync } from "node:fs";
import { ConfigError } from "@pragma/sdk/provider";
const zones = new Map<string, { id: string }>();
/** Fails in the way that it is told to. */
export async function create(mode: string): Promise<{ id: string }> {
  switch (mode) {
    case "bug":
      return { id: zones.get("none")!.id };
    case "cause":
      throw new Error("no zone", { cause: new Error("connect ECONNREFUSED 10.0.0.7:443") });
    case "config":
      throw new ConfigError("size can be at most 9");
    case "outputs":
      return { id: 5 as unknown as string };
    case "extra":
      return { id: "made", token: "x" } as { id: string };
    case "later":
      setTimeout(() => {
        throw new Error("too late");
      }, 20);
      break;
    case "block":
      for (;;);
    case "exit":
      writeSync(2, "out of luck\\n");
      process.exit(3);
  }
  return mode === "neighbour" ? { id: "made" } : new Promise(() => {});
}
`;

/** In the order of the table. */
const MODES = ["bug", "cause", "config", "outputs", "extra", "hang", "block", "exit", "later"];

/** The rows of the guide's table, cells without their backticks. */
async function table(): Promise<string[][]> {
  const guide = await readFile(new URL("../../../docs/guides/providers.md", import.meta.url), "utf8");
  const text = guide.slice(guide.indexOf("### Ten ways to break it"));
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2, 12).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

it("are reported as the guide says, each only for its own resource", {
  tags: ["thorough"],
  timeout: 180_000,
}, async () => {
  const rows = await table();
  await cli.run(["providers", "init", "zones"]);
  const folder = join(cli.folder, "zones/src");
  await writeFile(join(folder, "index.ts"), ENTRY);
  // At import nothing has been deployed yet.
  await writeFile(
    join(folder, "zone.ts"),
    ZONE.replace(/^const zones = .*$/m, '$&if (zones.size === 0) throw new Error("no API key");'),
  );
  const refused = await cli.run(["providers", "push", "zones", "--deploy"]);
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain(rows[9]?.[2]);

  await writeFile(join(folder, "zone.ts"), ZONE);
  expect((await cli.run(["providers", "push", "zones", "--deploy"])).code).toBe(0);
  const documents = [...MODES, "neighbour"].map(
    (mode) => `provider: zones\nresource: zone\nname: ${mode}\nconfig: { mode: ${mode} }\n`,
  );
  const applied = await cli.run(["resources", "apply", "-f", "-"], { stdin: documents.join("---\n") });
  expect(applied.code).toBe(1);

  const list = (await cli.run(["resources", "list", "--provider", "zones"])).stdout.split("\n");
  const stateOf = (name: string) =>
    /\b(ready|failed|pending)\b/.exec(list.find((line) => line.includes(`/${name} `)) ?? "")?.[1];
  const said = applied.stdout + applied.stderr;
  for (const [index, mode] of MODES.entries()) {
    const [, state, message = "", log = ""] = rows[index] ?? [];
    expect([mode, stateOf(mode)]).toEqual([mode, state]);
    const own = said
      .split("\n")
      .filter((line) => line.includes(`zones/zone/${mode} `))
      .join("\n");
    if (message !== "") expect([mode, own]).toEqual([mode, expect.stringContaining(message)]);
    const logs = (await cli.run(["resources", "logs", `zones/zone/${mode}`])).stdout;
    if (log === "") expect([mode, logs.trim()]).toEqual([mode, ""]);
    else expect([mode, logs]).toEqual([mode, expect.stringContaining(log)]);
  }
  expect(stateOf("neighbour")).toBe("ready");
});
