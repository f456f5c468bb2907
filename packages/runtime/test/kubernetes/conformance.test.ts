import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PROVIDER_PROTOCOL_LIMITS } from "@pragma/contract/provider-protocol";
import { CONFORMANCE_MESSAGE_BYTES, conformanceCases } from "@pragma/sdk/provider/testing/conformance";
import { describe, expect, test } from "vitest";
import type { ProviderArtefact } from "../../src/index.ts";
import { SupervisorSubject } from "../supervisor-subject.ts";
import { bundled, startCluster, startInCluster } from "./support.ts";

const source = fileURLToPath(import.meta.resolve("@pragma/sdk/provider/testing/conformance/provider"));
const script = fileURLToPath(new URL("../../../../examples/python-provider/provider.py", import.meta.url));
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const options = { limits: { ...PROVIDER_PROTOCOL_LIMITS, message_bytes: CONFORMANCE_MESSAGE_BYTES } };

const artefacts: Record<string, () => Promise<ProviderArtefact>> = {
  "the Node host": () => bundled(source),
  ...(hasPython && {
    "a provider in Python": async () => ({
      ...{ providerId: "python", version: "1.0.0", entryPath: script, network: "host" as const },
      command: ["/usr/bin/env", "python3", "-B", script],
    }),
  }),
};

describe.each(Object.entries(artefacts))("%s in a Pod", (_name, make) => {
  test("passes every case, and leaves nothing of the protocol in the container's log", async () => {
    const cluster = await startCluster();
    const { supervisor } = await startInCluster(cluster, { options });
    const artefact = await make();
    for (const { name, run } of conformanceCases) {
      await run(new SupervisorSubject(supervisor, { organizationId: "org", artefact })).catch((error) => {
        throw new Error(name, { cause: error });
      });
    }
    expect(cluster.store.created.length).toBeGreaterThan(0);
    expect(cluster.logs().length).toBe(0);
  });
});
