import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RADOSGW as REQUIREMENT } from "../../../../tooling/bootstrap/lib/requirements.mjs";
import { freePort } from "./free-port.ts";
import { need } from "./need.ts";
import { type ServerProcess, startProcess } from "./process.ts";
import type { RealServer, RunningServer } from "./real-server.ts";

const run = promisify(execFile);

const ACCESS_KEY = "ADMIN";
const SECRET_KEY = "admin-secret-1";

/** The object gateway of Ceph, which keeps all in files of its own, without a cluster. */
export const RADOSGW: RealServer = {
  name: "radosgw",
  quirks: ["every region", "no conditions", "lists from the key on", "loses changes"],
  start: startRadosgw,
};

async function startRadosgw(): Promise<RunningServer> {
  await need(REQUIREMENT);
  const folder = await mkdtemp(join(tmpdir(), "provider-s3-"));
  const port = await freePort();
  const settings = {
    "rgw backend store": "dbstore",
    "rgw config store": "dbstore",
    "dbstore db dir": folder,
    "dbstore config uri": `file:${join(folder, "config.db")}`,
    "rgw frontends": `beast endpoint=127.0.0.1:${port}`,
    "log file": join(folder, "log"),
    "admin socket": join(folder, "socket"),
    "run dir": folder,
  };
  const file = join(folder, "ceph.conf");
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(file, ["[global]", ...lines, ""].join("\n"));
  const common = ["-c", file, "-n", "client.rgw", "--no-mon-config"];
  const account = ["--uid", "admin", "--display-name", "admin", "--access-key", ACCESS_KEY, "--secret", SECRET_KEY];
  await run("radosgw-admin", [...common, "user", "create", ...account]);
  const endpoint = `http://127.0.0.1:${port}`;
  const server: ServerProcess = await startProcess(["radosgw", ...common, "-f"], { port });
  return {
    connection: { endpoint, access_key: ACCESS_KEY, secret_key: SECRET_KEY },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
