import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

/** A module with all it needs, as it is shipped. */
async function bundle(entry: string, outfile: string): Promise<string> {
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  return outfile;
}

test("host and provider work bundled, each with its own copy of the SDK, and over stdin and stdout", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rogue = artefact("rogue.ts");
  const host = await bundle(fileURLToPath(new URL("../src/host/main.ts", import.meta.url)), join(folder, "host.mjs"));
  const entryPath = await bundle(rogue.entryPath, join(folder, "provider.mjs"));
  const bundled = { ...rogue, entryPath, command: [process.execPath, host, entryPath] };
  const supervisor = startSupervisor();
  const call = caller(supervisor, bundled);

  const { types } = await supervisor.describe({ organizationId: "org", artefact: bundled });
  expect(types.thing?.schema).toMatchObject({ properties: { mode: { type: "string" } } });
  expect(await call("create", { mode: "ok" })).toEqual({ text: "hello" });
  expect(await failure(call("create", { mode: "config" }))).toMatchObject({ kind: "config" });
  expect(await failure(call("create", { mode: "retry" }))).toMatchObject({ retryAfter: 7 });
  expect(await failure(call("create", { mode: "wrong outputs" }))).toMatchObject({ kind: "outputs" });
  const lines: string[] = [];
  await call("create", { mode: "log much" }, { onLog: (entry) => lines.push(entry.message) });
  expect(lines).toHaveLength(51);
});

test("an entry that does not load, or is not a provider, says so", async () => {
  const missing = { ...artefact("rogue.ts"), entryPath: "/no/such/entry.js" };
  const noProvider = {
    ...artefact("rogue.ts"),
    entryPath: fileURLToPath(new URL("../src/artefact.ts", import.meta.url)),
  };
  const supervisor = startSupervisor();

  expect(await failure(caller(supervisor, missing)("create", {}))).toMatchObject({
    kind: "crashed",
    message: expect.stringMatching(/^Provider rogue 1\.0\.0 could not be loaded: Cannot find module 'entry\.js'/),
  });
  expect(await failure(caller(supervisor, noProvider)("create", {}))).toMatchObject({
    kind: "crashed",
    message: expect.stringMatching(
      /^Provider rogue 1\.0\.0 could not be loaded: the default export of its entry is not made/,
    ),
  });
});
