import { execFile } from "node:child_process";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { useRoot } from "./support/root.ts";

const run = promisify(execFile);
const at = useRoot();
beforeEach(() => mkdir(at.root));

/** Makes a thing, and gives it other permissions. */
const PROGRAM = `
  import { ProviderHarness } from "@pragma/sdk/provider/testing";
  import provider from "../src/index.ts";
  const [type, config] = process.argv.slice(1).map((text) => JSON.parse(text));
  const harness = new ProviderHarness(provider);
  const made = await harness.create(type, { config: { ...config, mode: "0664" } });
  const changed = await harness.update(type, { config });
  console.log(JSON.stringify([made.error, changed.error]));
`;

/** As the platform starts Node where there is no sandbox: with permissions of its own. */
function startedWithPermissions(...values: unknown[]) {
  const flags = ["--permission", "--allow-fs-read=*", `--allow-fs-write=${at.root}`, "--allow-worker"];
  const program = ["--input-type=module", "--eval", PROGRAM, ...values.map((value) => JSON.stringify(value))];
  return run(process.execPath, [...flags, ...program], { cwd: import.meta.dirname });
}

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

test.each([
  ["file", { content: "hello" }],
  ["template", { template: "hello" }],
  ["directory", {}],
])("a %s gets its permissions and owner where Node checks files itself", async (type, more) => {
  const config = { root: at.root, path: "etc/thing", mode: "0602", owner, ...more };
  const { stdout } = await startedWithPermissions(type, config);
  expect(JSON.parse(stdout)).toEqual([null, null]);
  expect((await stat(join(at.root, "etc/thing"))).mode & 0o777).toBe(0o602);
});
