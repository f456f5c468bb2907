import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { buildInSandbox } from "../../src/build/build-in-sandbox.ts";
import { PlainSandbox } from "../../src/sandbox/plain-sandbox.ts";
import { build, manifest, providerModule, sandbox } from "./helpers.ts";

/** The value of an expression inside a module that a build loads. */
async function seen(expression: string): Promise<string | null | undefined> {
  const look = `import * as fs from "node:fs"; import * as net from "node:net";
    const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };`;
  const { description } = await build({ "package.json": manifest(), "index.js": providerModule(look, expression) });
  return description.types.thing?.description;
}

test("a module that loads sees neither the platform's environment nor that of its parent", async ({ skip }) => {
  process.env["PRAGMA_TEST_SECRET"] = "do not tell";
  onTestFinished(() => {
    delete process.env["PRAGMA_TEST_SECRET"];
  });
  expect(await seen("JSON.stringify(process.env)")).not.toMatch(/PRAGMA_|do not tell/);
  skip((await sandbox()).kind === "none", "not run: a sandbox is needed");
  const environs =
    'fs.readdirSync("/proc").filter((name) => Number(name)).map((pid) => attempt(() => fs.readFileSync(`/proc/${pid}/environ`, "utf8")))';
  expect(await seen(environs)).not.toContain("do not tell");
});

test("a module that loads reads no file of the platform or of the system's accounts", { tags: ["thorough"] }, async ({
  skip,
}) => {
  skip((await sandbox()).kind !== "bubblewrap", "not run: bubblewrap is needed");
  const folder = mkdtempSync(join(tmpdir(), "pragma-test-secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secret = join(folder, "secret");
  writeFileSync(secret, "do not tell");
  const platform = fileURLToPath(new URL("../../../../package.json", import.meta.url));
  for (const path of ["/etc/shadow", secret, platform, "/root/.npmrc"]) {
    expect(await seen(`attempt(() => fs.readFileSync(${JSON.stringify(path)}, "utf8"))`)).toMatch(/^(ENOENT|EACCES)$/);
  }
});

test("a module that loads has no network", async ({ skip }) => {
  skip(!(await sandbox()).cutsNetwork, "not run: a sandbox that cuts the network is needed");
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const connect = `await new Promise((done) => net.connect(${port}, "127.0.0.1").on("connect", () => done("connected")).on("error", (error) => done(error.code)))`;
  expect(await seen(connect)).toBe("EACCES");
  expect(connections).toBe(0);
});

test("processes that a module leaves running end with the build", async () => {
  const child =
    'import { spawn } from "node:child_process"; attemptSpawn();\nfunction attemptSpawn() { spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", process.argv.join(" ")], { detached: true, stdio: "ignore" }).on("error", () => {}).unref(); }';
  // `build` itself checks that no process is left.
  await build({ "package.json": manifest(), "index.js": providerModule(child) });
});

test("a build works without any sandbox, for operators who trust their providers", async () => {
  const plain = new PlainSandbox("for a test");
  const { artefactHash } = await build(
    { "package.json": manifest(), "index.js": providerModule() },
    { maker: buildInSandbox(plain) },
  );
  // It contains nothing about where it was built.
  const other = await build({ "package.json": manifest(), "index.js": providerModule() });
  expect(other.artefactHash).toBe(artefactHash);
});
