import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { ProviderArtefact } from "../artefact.ts";
import { BuildError } from "../build-contract/build-error.ts";
import type { ProviderDriver } from "../driver/driver.ts";
import { ProviderCallError } from "../provider-call-error.ts";
import { ProviderSupervisor } from "../supervisor/supervisor.ts";

/**
 * Loads an artifact once, without network, and returns the types it describes.
 *
 * @param folder where it is copied for that
 * @throws BuildError if it does not load, is not a provider, does not answer in time, or describes invalid types
 */
export async function describeArtefact(
  artefact: Buffer,
  options: {
    providerId: string;
    driver: ProviderDriver;
    folder: string;
    loadMs: number;
    signal: AbortSignal;
    onLog: (line: string) => void;
  },
): Promise<ProviderDescription> {
  const entryPath = join(options.folder, "provider.mjs");
  await writeFile(entryPath, artefact);
  await chmod(options.folder, 0o755);
  await chmod(entryPath, 0o644);
  const target: ProviderArtefact = {
    providerId: options.providerId,
    version: "(this build)",
    entryPath,
    network: "none",
  };
  const supervisor = new ProviderSupervisor(options.driver, {
    startTimeoutMs: options.loadMs,
    onProcessLog: (_, { level, message }) => options.onLog(`${level}: ${message}`),
  });
  try {
    return await supervisor.describe(
      { organizationId: "build", artefact: target },
      { deadlineMs: options.loadMs, signal: options.signal },
    );
  } catch (error) {
    options.signal.throwIfAborted();
    throw error instanceof ProviderCallError ? failureOf(error) : error;
  } finally {
    await supervisor.close();
  }
}

function failureOf(error: ProviderCallError): Error {
  // The platform could not start a process: the author cannot fix that.
  if (/could not be started/.test(error.message)) return error;
  return new BuildError(error.message, { cause: error });
}
