import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { ProviderDriver } from "../driver/driver.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { BuildError } from "./build-error.ts";
import { makeBuildFolders } from "./build-folders.ts";
import { BUILD_LIMITS, type BuildLimits } from "./build-limits.ts";
import { BuildLog } from "./build-log.ts";
import { type BuildRun, readResult, runCommand, runStep } from "./build-run.ts";
import { type BuildTools, findBuildTools } from "./build-tools.ts";
import { describeArtefact } from "./describe-artefact.ts";
import { guardDisk, sizeOf } from "./disk-guard.ts";
import { installCommand, type RegistrySettings } from "./install-command.ts";
import { explainInstallFailure } from "./install-failure.ts";
import { ARTEFACT_FILE, PREPARED_FILE, type Prepared, preparedSchema } from "./program/plan.ts";
import { readOutput } from "./read-output.ts";
import { writeStepProgram } from "./step-program.ts";

/** What to build, where and within which limits. */
export interface BuildProviderOptions {
  /** The source as a tar.gz. Untrusted. */
  archive: AsyncIterable<Buffer>;
  /** The provider's name; its `package.json` must say the same. */
  providerId: string;
  /** Where packages are unpacked, installed and bundled. */
  sandbox: Sandbox;
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
  /** Parent of the build's folder. By default the system's folder for temporary files. */
  workRoot?: string | undefined;
}

/** A provider that can be run. */
export interface BuiltProvider {
  /** One module with everything it needs except Node. */
  artefact: Buffer;
  /** `sha256:` and the hexadecimal hash of the artefact: the same for the same source and lock file. */
  artefactHash: string;
  /** What its manifest requests. */
  network: "host" | "none";
  /** Its types. The schemas are untrusted. */
  description: ProviderDescription;
}

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const CHECK_MS = 60_000;

/**
 * Builds a program from a provider's source: unpacks, installs, bundles and loads it, each in the sandbox. Leaves
 * neither files nor processes behind, however it ends.
 *
 * @throws BuildError that tells the author what to fix; the reason of `signal`; any other error is the platform's
 */
export async function buildProvider(options: BuildProviderOptions): Promise<BuiltProvider> {
  const limits = { ...BUILD_LIMITS, ...options.limits };
  const deadline = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  options.signal?.throwIfAborted();
  const folders = await makeBuildFolders(options.workRoot);
  const disk = guardDisk(folders.work, limits.diskBytes);
  const log = new BuildLog(limits.logCharacters, folders.work, options.onLog ?? (() => {}));
  const signal = options.signal ? AbortSignal.any([options.signal, disk.signal]) : disk.signal;
  const run: BuildRun = {
    sandbox: options.sandbox,
    folders,
    log,
    signal,
    timeLeft: () => deadline - performance.now(),
  };
  try {
    return await build(run, options, limits);
  } catch (error) {
    options.signal?.throwIfAborted();
    const told = disk.signal.aborted ? tooMuchDisk(limits) : error;
    if (told instanceof BuildError) log.line(`Failed: ${told.message}`);
    throw told;
  } finally {
    disk.stop();
    await folders.remove();
  }
}

async function build(run: BuildRun, options: BuildProviderOptions, limits: BuildLimits): Promise<BuiltProvider> {
  const tools = findBuildTools();
  const { folders, log } = run;
  const { work, archive } = folders;
  const program = await writeStepProgram(folders.root);
  await pipeline(options.archive, createWriteStream(archive), { signal: run.signal });
  await chmod(archive, 0o644);
  const registry: RegistrySettings = { url: options.registry, certificates: options.registryCertificates ?? null };
  const base = { node: tools.node, program };

  log.line("Unpacking the source");
  await runStep(run, {
    ...base,
    name: "Unpacking",
    plan: { step: "prepare", work, archive, providerId: options.providerId, registry: registry.url, limits },
    mounts: [archive],
  });
  const prepared = await readResult(run, PREPARED_FILE, preparedSchema);
  if (!prepared) throw new Error("Unpacking left no result");

  if (prepared.install) await install(run, prepared.install, tools, registry);
  // A step may end before the guard has checked.
  if ((await sizeOf(work, limits.diskBytes)) > limits.diskBytes) throw tooMuchDisk(limits);

  log.line(`Bundling ${prepared.entry}`);
  await runStep(run, {
    ...base,
    name: "Bundling",
    plan: {
      step: "bundle",
      work,
      esbuild: join(tools.esbuild, "lib/main.js"),
      zod: tools.zod,
      sdk: tools.sdk,
      language: tools.language,
      maxBytes: limits.artefactBytes,
    },
    mounts: [tools.esbuild, tools.esbuildBinary, tools.zod, tools.sdk, tools.language],
    env: { ESBUILD_BINARY_PATH: tools.esbuildBinary },
  });
  const artefact = await readArtefact(run, limits);
  await checkTypes(run, base, tools);

  log.line("Loading the bundle, to read its types");
  const description = await describeArtefact(artefact, {
    ...limits,
    providerId: options.providerId,
    driver: options.driver,
    folder: folders.load,
    loadMs: Math.max(Math.min(limits.loadMs, run.timeLeft()), 1),
    signal: run.signal,
    onLog: (line) => log.line(line),
  });
  const artefactHash = `sha256:${createHash("sha256").update(artefact).digest("hex")}`;
  log.line(`Built: ${Object.keys(description.types).join(", ")} (${artefact.length} bytes, ${artefactHash})`);
  return { artefact, artefactHash, network: prepared.network, description };
}

function tooMuchDisk({ diskBytes }: BuildLimits): BuildError {
  return new BuildError(`Source and dependencies take more than ${diskBytes} bytes`);
}

async function install(
  run: BuildRun,
  { manager, lockFile }: NonNullable<Prepared["install"]>,
  tools: BuildTools,
  registry: RegistrySettings,
): Promise<void> {
  const name = `Installing dependencies${lockFile ? ` by ${lockFile}` : ""}`;
  run.log.line(name);
  const command = installCommand(manager, lockFile !== null, { registry, tools, work: run.folders.work });
  const end = await runCommand(run, { name, ...command, network: "host" });
  if (end.code !== 0) throw explainInstallFailure(manager, end.output.replaceAll(`${run.folders.work}/`, ""));
}

/**
 * Logs type errors. Code with type errors may still run, so they do not fail a build, nor does a check that does not
 * end.
 */
async function checkTypes(run: BuildRun, base: { node: string; program: string }, tools: BuildTools): Promise<void> {
  const { typescript, zod, sdk, language } = tools;
  // Its types are a package of their own kind of folder: the compiler asks for the folder that holds them.
  const nodeTypes = dirname(tools.nodeTypes);
  try {
    await runStep(run, {
      ...base,
      name: "Checking types",
      plan: {
        step: "check",
        work: run.folders.work,
        typescript: join(typescript, "lib/typescript.js"),
        nodeTypes,
        zod,
        sdk,
        language,
      },
      mounts: [typescript, nodeTypes, zod, sdk, language],
      timeoutMs: CHECK_MS,
    });
  } catch (error) {
    run.signal.throwIfAborted();
    run.log.line(
      `Types could not be checked: ${error instanceof BuildError ? error.message : "the check ended early"}`,
    );
  }
}

async function readArtefact({ folders }: BuildRun, limits: BuildLimits): Promise<Buffer> {
  const artefact = await readOutput(join(folders.work, ARTEFACT_FILE), limits.artefactBytes);
  if (artefact) return artefact;
  throw new BuildError(
    `The bundle is larger than ${limits.artefactBytes} bytes: leave out what the provider does not need`,
  );
}
