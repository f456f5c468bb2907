import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const GUIDE = join(import.meta.dirname, "..", "..", "..", "docs", "guides", "operating.md");

/** In place of the guide's `pragma.example`: browsers resolve it to this machine. */
const WEB_HOST = "pragma.localhost";
const API_HOST = `api.${WEB_HOST}`;

const LAST_LINES = 100;

const path = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];

/** Whether nginx and openssl are installed; tests that need them are skipped if not. */
export const hasNginx = ["nginx", "openssl"].every((program) =>
  path.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }),
);

export interface Balancer {
  readonly port: number;
  /** The names that tell its servers apart. */
  readonly apiHost: string;
  readonly webHost: string;
  /** Log lines about connections that a server reset, whether or not it could repeat the request elsewhere. */
  resets(): string[];
  /** The last that it says of all its connections, to explain a request that failed. */
  lastLines(): string;
  stop(): Promise<void>;
}

/** Ports of two replicas of each. */
export interface Upstreams {
  apis: readonly [number, number];
  /** By default the guide's, where nobody listens. */
  webs?: readonly [number, number];
}

/**
 * Runs nginx with the configuration of the guide, with other names and ports in place of the guide's.
 * @param port where it listens for TLS, with a certificate that it signed itself
 */
export async function startNginx(port: number, { apis, webs = [3000, 3001] }: Upstreams): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), "pragma-nginx-"));
  const [crt, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  const subject = ["-subj", `/CN=${WEB_HOST}`, "-days", "1", "-keyout", key, "-out", crt];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject], { stdio: "ignore" });
  const own = configuration()
    .replaceAll("pragma.example", WEB_HOST)
    .replaceAll("/etc/pragma/tls.crt", crt)
    .replaceAll("/etc/pragma/tls.key", key)
    .replaceAll("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace("127.0.0.1:8000", `127.0.0.1:${apis[0]}`)
    .replace("127.0.0.1:8001", `127.0.0.1:${apis[1]}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${webs[0]}`)
    .replace("127.0.0.1:3001", `127.0.0.1:${webs[1]}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  mkdirSync(join(folder, "logs"));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; pid ${join(folder, "nginx.pid")}; error_log stderr info;
     events { worker_connections 512; }
     http { access_log off; ${temporary.join(" ")} ${own} }`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: path.join(delimiter) },
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  };
  let complaints = "";
  child.stderr.on("data", (data: Buffer) => {
    complaints += data.toString();
  });
  // A connection that a client resets is not an error.
  const resets = (): string[] =>
    complaints.split("\n").filter((line) => line.includes("[error]") && line.includes("(104: "));
  const lastLines = (): string => complaints.split("\n").slice(-LAST_LINES).join("\n");
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${complaints}`);
    if (await listens(port)) return { port, apiHost: API_HOST, webHost: WEB_HOST, resets, lastLines, stop };
    await sleep(25);
  }
  await stop();
  throw new Error(`nginx does not listen: ${complaints}`);
}

/** The text of the guide. */
function configuration(): string {
  const [, text] = /```nginx\n([\s\S]*?)```/.exec(readFileSync(GUIDE, "utf8")) ?? [];
  if (text === undefined) throw new Error("the guide has no configuration of nginx");
  return text;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
