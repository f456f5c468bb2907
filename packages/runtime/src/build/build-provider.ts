import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { ArtefactBuilder, ArtefactInput } from "../build-contract/artefact-builder.ts";
import { BuildError } from "../build-contract/build-error.ts";
import { BUILD_LIMITS, type BuildLimits } from "../build-contract/build-limits.ts";
import { BuildLog } from "../build-contract/build-log.ts";
import type { ProviderDriver } from "../driver/driver.ts";
import { describeArtefact } from "./describe-artefact.ts";
import { warnOfUnseenTypes } from "./warn-of-unseen-types.ts";
import { warnOfWholeMaps } from "./warn-of-whole-maps.ts";

/** Source, place and limits of a build. */
export interface BuildProviderOptions {
  /** The source as a tar.gz. Untrusted. */
  archive: AsyncIterable<Buffer>;
  /** The provider's name; its `package.json` must say the same. */
  providerId: string;
  /** Unpacks, installs and bundles it. */
  maker: ArtefactBuilder;
  /** Where the artifact is loaded to read its types. */
  driver: ProviderDriver;
  /** Address of the npm registry. */
  registry: string;
  /** A PEM file of certificate authorities that the registry needs beside the system's. */
  registryCertificates?: string | undefined;
  limits?: Partial<BuildLimits> | undefined;
  /** For the whole build, in milliseconds. 10 minutes by default. */
  timeoutMs?: number | undefined;
  /** Ends the build; it then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Gets the log as it grows: whole lines, each ended by `\n`. */
  onLog?: ((text: string) => void) | undefined;
  /** Parent of the folder that the artifact is loaded from. By default the system's folder for temporary files. */
  workRoot?: string | undefined;
}

/** A provider that can be run. */
export interface BuiltProvider {
  /** One module with everything it needs except Node. */
  artefact: Buffer;
  /** `sha256:` and the hexadecimal hash of the artefact: the same for the same source and lock file. */
  artefactHash: string;
  /** Network access that its manifest requests. */
  network: "host" | "none";
  /** Its types. The schemas are untrusted. */
  description: ProviderDescription;
}

const DEFAULT_TIMEOUT_MS = 10 * 60_000;

/**
 * Builds a program from a provider's source: unpacks, installs, bundles and loads it, apart from the platform. Leaves neither
 * files nor processes behind, however it ends.
 *
 * @throws BuildError that tells the author what to fix; the reason of `signal`; any other error is the platform's
 */
export async function buildProvider(options: BuildProviderOptions): Promise<BuiltProvider> {
  const { archive, providerId, signal = new AbortController().signal } = options;
  const deadline = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  signal.throwIfAborted();
  const limits = { ...BUILD_LIMITS, ...options.limits };
  const log = new BuildLog(limits.logCharacters, options.onLog ?? (() => {}));
  const registry = { url: options.registry, certificates: options.registryCertificates ?? null };
  const timeLeft = () => deadline - performance.now();
  try {
    return await build(options, { archive, providerId, registry, limits, log, signal, timeLeft });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BuildError) log.line(`Failed: ${error.message}`);
    throw error;
  }
}

async function build(options: BuildProviderOptions, input: ArtefactInput): Promise<BuiltProvider> {
  const { limits, log, signal, providerId } = input;
  const { artefact, network } = await options.maker(input);
  log.line("Loading the bundle, to read its types");
  const folder = await mkdtemp(join(options.workRoot ?? tmpdir(), "pragma-load-"));
  try {
    const description = await describeArtefact(artefact, {
      ...{ providerId, folder, signal, driver: options.driver },
      loadMs: Math.max(Math.min(limits.loadMs, input.timeLeft()), 1),
      onLog: (line) => log.line(line),
    });
    for (const warning of [...warnOfWholeMaps(description), ...warnOfUnseenTypes(description)]) log.line(warning);
    const artefactHash = `sha256:${createHash("sha256").update(artefact).digest("hex")}`;
    log.line(`Built: ${Object.keys(description.types).join(", ")} (${artefact.length} bytes, ${artefactHash})`);
    return { artefact, artefactHash, network, description };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
