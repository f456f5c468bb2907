import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

const GUIDE = join(import.meta.dirname, "..", "..", "..", "docs", "guides", "operating.md");
/** The names that the guide gives API and dashboard. */
const HOSTS = { api: "api.pragma.example", web: "pragma.example" };

/** Nobody listens there. */
const UNUSED = 9;

const path = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];

/** Whether nginx and openssl are installed; tests that need them are skipped where they are not. */
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
  /** The names that the guide gives API and dashboard. */
  readonly hosts: Readonly<typeof HOSTS>;
}

export interface NginxOptions {
  readonly port: number;
  /** Ports of two replicas each. */
  readonly apis: readonly [number, number];
  readonly webs?: readonly [number, number];
}

/** Runs nginx with the configuration of the guide, its addresses put in place of the guide's, until the test ends. */
export async function startNginx(options: NginxOptions): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), "pragma-nginx-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [crt, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  const subject = ["-subj", `/CN=${HOSTS.api}`, "-days", "1", "-keyout", key, "-out", crt];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject], { stdio: "ignore" });
  const own = configuration()
    .replaceAll("/etc/pragma/tls.crt", crt)
    .replaceAll("/etc/pragma/tls.key", key)
    .replaceAll("listen 443 ssl", `listen 127.0.0.1:${options.port} ssl`)
    .replace("127.0.0.1:8000", `127.0.0.1:${options.apis[0]}`)
    .replace("127.0.0.1:8001", `127.0.0.1:${options.apis[1]}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${options.webs?.[0] ?? UNUSED}`)
    .replace("127.0.0.1:3001", `127.0.0.1:${options.webs?.[1] ?? UNUSED}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  mkdirSync(join(folder, "logs"));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; pid ${join(folder, "nginx.pid")}; error_log stderr warn;
     events { worker_connections 512; }
     http { access_log off; ${temporary.join(" ")} ${own} }`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: path.join(delimiter) },
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  });
  let complaints = "";
  child.stderr.on("data", (data: Buffer) => {
    complaints += data.toString();
  });
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${complaints}`);
    if (await listens(options.port)) return { port: options.port, hosts: HOSTS };
    await sleep(25);
  }
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
