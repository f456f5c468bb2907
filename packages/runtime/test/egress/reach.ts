import { fileURLToPath } from "node:url";
import {
  detectSandbox,
  Egress,
  ProcessDriver,
  type ProviderArtefact,
  ProviderCallError,
  ProviderSupervisor,
} from "../../src/index.ts";

/**
 * A program that lets a provider reach out, for tests that need another account or name server than their own:
 * `reach.ts <allow> <JSON of calls>` prints the outcome of each as a line of JSON.
 */
const [allow = "", calls = "[]"] = process.argv.slice(2);

const artefact: ProviderArtefact = {
  providerId: "network",
  version: "1.0.0",
  entryPath: fileURLToPath(new URL("../providers/network.ts", import.meta.url)),
  network: "host",
};
const egress = new Egress({ allow });
const supervisor = new ProviderSupervisor(
  new ProcessDriver(await detectSandbox({ require: "bubblewrap" }), { egress }),
);
for (const config of JSON.parse(calls) as Record<string, string>[]) {
  const context = {
    id: "resource:network_thing_main",
    name: "main",
    config,
    previous_config: null,
    outputs: null,
    tags: [],
    operation_id: "operation",
    attempt: 1,
  };
  const call = { organizationId: "org", artefact, type: "thing", method: "create", context } as const;
  const outcome = await supervisor.call(call).catch((error: unknown) => {
    if (!(error instanceof ProviderCallError)) throw error;
    return { error: error.message };
  });
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
await supervisor.close();
await egress.close();
