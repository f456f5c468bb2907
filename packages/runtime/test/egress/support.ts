import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import {
  Egress,
  type EgressOptions,
  ProcessDriver,
  type ProviderArtefact,
  type ProviderCall,
  ProviderSupervisor,
  type Sandbox,
} from "../../src/index.ts";
import { artefact, caller, failure } from "../helpers.ts";
import { sandboxOf } from "../sandbox/kinds.ts";

export const bubblewrap = await sandboxOf("bubblewrap");

export const network: ProviderArtefact = artefact("network.ts");

interface ReachingOptions {
  sandbox?: Sandbox | null;
  target?: ProviderArtefact;
  limits?: EgressOptions["limits"];
}

/** Calls of a provider that reaches out, with their outcomes. It ends with the test. */
export function reaching(allow: string, more: ReachingOptions = {}) {
  const started = startReaching(allow, more);
  onTestFinished(() => started.close());
  return started;
}

/** The same until it is closed. */
export function startReaching(allow: string, more: ReachingOptions = {}) {
  const sandbox = more.sandbox ?? bubblewrap;
  if (!sandbox) throw new Error("bubblewrap does not work here");
  const egress = new Egress({ allow, limits: more.limits });
  const supervisor = new ProviderSupervisor(new ProcessDriver(sandbox, { egress }));
  const call = caller(supervisor, more.target ?? network);
  const reach = (way: string, target = "", words = "", options: Partial<ProviderCall> = {}) =>
    call("create", { way, target, more: words }, options);
  return {
    reach,
    refused: async (way: string, target = "", words = "") => (await failure(reach(way, target, words))).message,
    supervisor,
    close: async () => {
      await supervisor.close();
      await egress.close();
    },
  };
}

/** A server that is closed with the test, and the sockets that were connected to it. */
export async function listen(onConnection: (socket: Socket) => void, address = "127.0.0.1", port = 0) {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  return { sockets, port: await start(server, address, port) };
}

/** @returns the port */
export async function start(server: Server, address = "127.0.0.1", port = 0): Promise<number> {
  server.listen(port, address);
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    (server as Server & { closeAllConnections?: () => void }).closeAllConnections?.();
  });
  return (server.address() as AddressInfo).port;
}

/** A self-signed certificate for "localhost". */
export async function certificate(): Promise<{ key: string; cert: string }> {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    await promisify(execFile)("openssl", [...kind, ...names, "-keyout", key, "-out", cert]);
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs `reach.ts` by a command, such as one that takes another account. */
export async function reachBy(
  command: string[],
  allow: string,
  calls: { way: string; target: string; more?: string }[],
) {
  const program = fileURLToPath(new URL("./reach.ts", import.meta.url));
  const [file = "", ...args] = [...command, process.execPath, program, allow, JSON.stringify(calls)];
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH ?? "", TMPDIR: "/tmp" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`reach.ts ended with ${code}`);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
