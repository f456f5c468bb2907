import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PROVIDER_PROTOCOL_LIMITS } from "@pragma/contract/provider-protocol";
import {
  CONFORMANCE_MESSAGE_BYTES,
  conformanceCases,
  WireProcess,
  WireSubject,
  wireCases,
} from "@pragma/sdk/provider/testing/conformance";
import { afterAll, beforeAll, describe, onTestFinished, test } from "vitest";
import { hostProgram, PlainSandbox, ProcessDriver, type ProviderArtefact, ProviderSupervisor } from "../src/index.ts";
import { SupervisorSubject } from "./supervisor-subject.ts";

const entryPath = fileURLToPath(import.meta.resolve("@pragma/sdk/provider/testing/conformance/provider"));
const script = fileURLToPath(new URL("../../../examples/python-provider/provider.py", import.meta.url));
const python = ["/usr/bin/env", "python3", "-B", script];
// Where it is missing, the test run says that this was not run.
const hasPython = spawnSync("python3", ["--version"]).status === 0;

const base = { version: "1.0.0", entryPath, network: "host" as const };
const artefacts: Record<string, ProviderArtefact> = {
  "the Node host": { ...base, providerId: "item" },
  ...(hasPython && { "a provider in Python": { ...base, providerId: "python", command: python } }),
};

// The same cases run in packages/sdk against the harness.
describe.each(Object.entries(artefacts))("%s, under the supervisor", (_name, artefact) => {
  let supervisor: ProviderSupervisor;
  beforeAll(() => {
    const limits = { ...PROVIDER_PROTOCOL_LIMITS, message_bytes: CONFORMANCE_MESSAGE_BYTES };
    supervisor = new ProviderSupervisor(new ProcessDriver(new PlainSandbox("for a test")), { limits });
  });
  afterAll(() => supervisor.close());

  for (const { name, run } of conformanceCases) {
    test(name, () => run(new SupervisorSubject(supervisor, { organizationId: "org", artefact })));
  }
});

const programs = {
  "the Node host": [process.execPath, hostProgram().path, entryPath],
  ...(hasPython && { "a provider in Python": python }),
};

describe.each(Object.entries(programs))("%s, at the end of a pipe", (_name, command) => {
  for (const { name, run } of [...wireCases, ...conformanceCases.map(overTheWire)]) {
    test(name, async () => {
      const program = new WireProcess(command);
      onTestFinished(() => program.kill());
      await run(program);
    });
  }
});

function overTheWire({ name, run }: (typeof conformanceCases)[number]) {
  return {
    name,
    async run(program: WireProcess) {
      await program.greet();
      await run(new WireSubject(program));
    },
  };
}
