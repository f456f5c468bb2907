/**
 * Cost of egress: a kept-open `fetch`, a connection of its own, a query of `pg`, and bulk, each through the proxy and
 * over the machine's network. Run by hand, with the URL of a PostgreSQL: `node packages/runtime/bench/egress.ts <url>`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { detectSandbox, Egress, ProcessDriver, ProviderSupervisor } from "../src/index.ts";

const BULK = Buffer.alloc(64 * 1024 * 1024);
const COUNT = "500";
const ROUNDS = 3;

const [databaseUrl] = process.argv.slice(2);
const server = createServer((request, answer) => void answer.end(request.url === "/bulk" ? BULK : "x".repeat(500)));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const sandbox = await detectSandbox({ require: "bubblewrap" });
const egress = new Egress({ allow: "127.0.0.1" });
const ways = {
  direct: new ProviderSupervisor(new ProcessDriver(sandbox)),
  proxy: new ProviderSupervisor(new ProcessDriver(sandbox, { egress })),
};
const artefact = {
  providerId: "network",
  version: "1.0.0",
  entryPath: fileURLToPath(new URL("../test/providers/network.ts", import.meta.url)),
  network: "host" as const,
};

const cases: [string, string, string][] = [
  ["time of fetch", `${url}/`, COUNT],
  ["time of connections", `${url}/`, COUNT],
  ...(databaseUrl === undefined ? [] : [["time of pg", databaseUrl, COUNT] as [string, string, string]]),
  ["time of bulk", `${url}/bulk`, ""],
];
for (const [way, target, more] of cases) {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, supervisor] of Object.entries(ways)) {
      const found = await measure(supervisor, { way, target, more });
      process.stdout.write(`${way}, ${name}: ${JSON.stringify(found)}\n`);
    }
  }
}
await Promise.all(Object.values(ways).map((supervisor) => supervisor.close()));
await egress.close();
server.close();

function measure(supervisor: ProviderSupervisor, config: { way: string; target: string; more: string }) {
  const context = {
    id: "resource:bench_thing_main",
    name: "main",
    config,
    previous_config: null,
    outputs: null,
    tags: [],
    operation_id: "00000000-0000-0000-0000-000000000000",
    attempt: 1,
  };
  return supervisor.call({ organizationId: "bench", artefact, type: "thing", method: "create", context });
}
