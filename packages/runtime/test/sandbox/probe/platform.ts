/**
 * Not a provider: a platform that runs `inside.mjs` in bubblewrap and prints the outcome. `bare` is bubblewrap with
 * only its namespaces; `walls` is what `detectSandbox` gives.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ListenOptions } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { detectSandbox, nodeMounts, runInSandbox } from "../../../src/index.ts";
import { BubblewrapSandbox } from "../../../src/sandbox/bubblewrap-sandbox.ts";

const [mode, network, ...programs] = process.argv.slice(2);
const script = fileURLToPath(new URL("./inside.mjs", import.meta.url));

const bare = { filter: null, system: null, cgroups: null, missing: [] };
const sandbox =
  mode === "bare"
    ? new BubblewrapSandbox("/usr/bin/bwrap", process.getuid?.() === 0, bare)
    : await detectSandbox({ require: "bubblewrap" });

const folder = mkdtempSync(join(tmpdir(), "platform-"));
const file = join(folder, "encryption-keys");
writeFileSync(file, "for the platform alone", { mode: 0o600 });
const listen = async (options: ListenOptions) => {
  const server = createServer((socket) => socket.end()).listen(options);
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
};
const socket = join(folder, "socket");
const abstractSocket = `\0pragma-probe-${process.pid}`;
const servers = await Promise.all([
  listen({ path: socket }),
  listen({ path: abstractSocket }),
  listen({ port: 0, host: "127.0.0.1" }),
]);
const address = servers[2].address();
const port = typeof address === "object" ? address?.port : undefined;

let output = "";
const platform = { file, socket, abstractSocket, port, pid: process.pid };
const { code } = await runInSandbox(sandbox, {
  command: [process.execPath, script, JSON.stringify({ platform, programs })],
  mounts: [...nodeMounts(), { path: script }],
  network: network === "none" ? "none" : "host",
  env: {},
  timeoutMs: 60_000,
  onOutput: (text) => {
    output += text;
  },
});
for (const server of servers) server.close();
rmSync(folder, { recursive: true });
process.stdout.write(output);
process.exitCode = code ?? 1;
