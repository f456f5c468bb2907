// Not a provider: a platform process that starts one, tells its pid, and waits to be killed.
import { fileURLToPath } from "node:url";
import { detectSandbox, ProcessDriver, ProviderSupervisor, type SandboxKind } from "../../src/index.ts";

const sandbox = await detectSandbox({ require: process.argv[2] as SandboxKind });
const answer = await new ProviderSupervisor(new ProcessDriver(sandbox)).call({
  organizationId: "org",
  artefact: {
    providerId: "probe",
    version: "1.0.0",
    entryPath: fileURLToPath(new URL("./probe.ts", import.meta.url)),
    network: "host",
  },
  type: "thing",
  method: "create",
  context: {
    id: "resource:probe_thing_main",
    name: "main",
    config: {},
    previous_config: null,
    outputs: null,
    tags: [],
    operation_id: "operation",
    attempt: 1,
  },
});
process.stdout.write(`${answer.pid}\n`);
setInterval(() => {}, 1_000);
