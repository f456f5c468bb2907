import { fileURLToPath } from "node:url";
import type { Json } from "@pragma/contract";
import type { ProviderCallContext, ProviderMethod } from "@pragma/contract/provider-protocol";
import { onTestFinished } from "vitest";
import {
  type Confidence,
  PlainSandbox,
  ProcessDriver,
  type ProcessDriverOptions,
  type ProviderAnswers,
  type ProviderArtefact,
  type ProviderCall,
  ProviderCallError,
  ProviderSupervisor,
  type Sandbox,
  type SupervisorOptions,
} from "../src/index.ts";

/** A provider of test/providers. With `raw` it is a program that implements the protocol itself. */
export function artefact(file: string, raw = false): ProviderArtefact {
  const entryPath = fileURLToPath(new URL(`./providers/${file}`, import.meta.url));
  const base = { providerId: file.replace(/\..*$/, ""), version: "1.0.0", entryPath, network: "host" as const };
  return raw ? { ...base, command: [process.execPath, entryPath] } : base;
}

export function context(config: Record<string, string>, more: Partial<ProviderCallContext> = {}): ProviderCallContext {
  return {
    id: "resource:test_thing_main",
    name: "main",
    config,
    previous_config: null,
    outputs: null,
    tags: [],
    operation_id: "operation",
    attempt: 1,
    ...more,
  };
}

/** A supervisor over real processes that is closed with the test. */
export function startSupervisor(
  options: SupervisorOptions = {},
  sandbox: Sandbox = new PlainSandbox("for a test"),
  driver: ProcessDriverOptions = {},
): ProviderSupervisor {
  const supervisor = new ProviderSupervisor(new ProcessDriver(sandbox, driver), options);
  onTestFinished(() => supervisor.close());
  return supervisor;
}

/** Short for calls of one artefact. */
export function caller(supervisor: ProviderSupervisor, target: ProviderArtefact) {
  return <M extends ProviderMethod>(
    method: M,
    config: Record<string, string>,
    more: Partial<ProviderCall> = {},
  ): Promise<ProviderAnswers[M]> =>
    supervisor.call({
      organizationId: "org",
      artefact: target,
      type: "thing",
      context: context(config),
      ...more,
      method,
    });
}

/** The error that a call ends with. */
export async function failure(call: Promise<unknown>): Promise<ProviderCallError> {
  const error = await call.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderCallError) return error;
  throw error;
}

/** Remembers plain texts, at most so many. */
export function memory(most = Number.POSITIVE_INFINITY): Confidence {
  const known = new Set<string>();
  const redact = (text: string): string => [...known].reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
  return {
    learn: (secrets) => {
      for (const secret of secrets) known.add(secret);
    },
    redact,
    redactJson: (value) => JSON.parse(redact(JSON.stringify(value))) as Json,
    get isFull() {
      return known.size > most;
    },
  };
}
