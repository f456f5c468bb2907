import { createWriteStream } from "node:fs";
import { chmod } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ArtefactBuilder, ArtefactInput, BuiltArtefact } from "../build-contract/artefact-builder.ts";
import { BuildError } from "../build-contract/build-error.ts";
import type { BuildLimits } from "../build-contract/build-limits.ts";
import type { RegistrySettings } from "../build-contract/registry-settings.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { makeBuildFolders } from "./build-folders.ts";
import { type BuildRun, readResult, runCommand, runStep } from "./build-run.ts";
import { type BuildTools, findBuildTools } from "./build-tools.ts";
import { guardDisk, sizeOf } from "./disk-guard.ts";
import { installCommand } from "./install-command.ts";
import { explainInstallFailure } from "./install-failure.ts";
import { ARTEFACT_FILE, PREPARED_FILE, type Prepared, preparedSchema } from "./program/plan.ts";
import { readOutput } from "./read-output.ts";
import { writeStepProgram } from "./step-program.ts";

const CHECK_MS = 60_000;

/**
 * Makes artifacts on this machine: unpacks, installs, bundles, each in the sandbox. Leaves neither files nor processes behind,
 * however it ends.
 *
 * @param workRoot parent of the build's folder; the system's folder for temporary files if left out
 */
export function buildInSandbox(sandbox: Sandbox, workRoot?: string): ArtefactBuilder {
  return async (input) => {
    const { limits, log, timeLeft } = input;
    const folders = await makeBuildFolders(workRoot);
    log.hide(folders.work);
    const disk = guardDisk(folders.work, limits.diskBytes);
    const signal = AbortSignal.any([input.signal, disk.signal]);
    try {
      return await make({ sandbox, folders, log, signal, timeLeft }, input);
    } catch (error) {
      input.signal.throwIfAborted();
      throw disk.signal.aborted ? tooMuchDisk(limits) : error;
    } finally {
      disk.stop();
      await folders.remove();
    }
  };
}

async function make(run: BuildRun, input: ArtefactInput): Promise<BuiltArtefact> {
  const tools = findBuildTools();
  const { folders, log } = run;
  const { limits, registry } = input;
  const { work, archive } = folders;
  const program = await writeStepProgram(folders.root);
  await pipeline(input.archive, createWriteStream(archive), { signal: run.signal });
  await chmod(archive, 0o644);
  const base = { node: tools.node, program };

  log.line("Unpacking the source");
  await runStep(run, {
    ...base,
    name: "Unpacking",
    plan: { step: "prepare", work, archive, providerId: input.providerId, limits },
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
  return { artefact, network: prepared.network };
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
