import type { Core } from "@pragma/core";
import {
  type BuildResult,
  type ClaimedBuild,
  claimBuild,
  finishBuild,
  openBuildSource,
} from "@pragma/core/providers/worker";
import { buildProviderJob, enqueue, type JobPayload } from "@pragma/jobs";
import { type ArtefactBuilder, BuildError, buildProvider, type ProviderDriver } from "@pragma/runtime";
import { BuildLogWriter } from "./build-log-writer.ts";

/** Settings of builds. */
export interface BuildSettings {
  /** Unpacks, installs and bundles. */
  maker: ArtefactBuilder;
  /** Loads what was built, once, to read its types. */
  driver: ProviderDriver;
  /** Address of the npm registry that dependencies come from; undefined if the operator has set none. */
  registry: string | undefined;
  /** A PEM file of certificate authorities that the registry needs beside the system's. */
  registryCertificates?: string | undefined;
  /** Builds at once. */
  concurrency: number;
  /** Aborts running builds because the worker stops: another one builds them. */
  goingDown: AbortSignal;
}

/** How often a build is retried after an internal error before it fails. */
const MAX_ATTEMPTS = 3;
/** How many workers may take on a build: one that crashes them each time must not be retried forever. */
const MAX_CLAIMS = 10;
const AGAIN_SECONDS = 10;
const NOT_BUILT = "The platform could not carry the build out; its operator finds the reason in the worker's log";
/** While the maximum number of builds runs. */
const BUSY_SECONDS = 2;

/** Builds pushed versions, a few at a time: each may use a whole processor and much of the disk. */
export class ProviderBuilder {
  readonly #core: Core;
  readonly #settings: BuildSettings;
  #running = 0;

  constructor(core: Core, settings: BuildSettings) {
    this.#core = core;
    this.#settings = settings;
  }

  async build(job: JobPayload<typeof buildProviderJob>): Promise<void> {
    if (this.#running >= this.#settings.concurrency || this.#settings.goingDown.aborted)
      return this.#later(job, BUSY_SECONDS);
    this.#running++;
    try {
      const build = await claimBuild(this.#core, job);
      if (!build) return;
      const result = build.attempt > MAX_CLAIMS ? { error: NOT_BUILT } : await this.#run(build);
      if (result === "again") await this.#later(job, this.#settings.goingDown.aborted ? 0 : AGAIN_SECONDS);
      else await finishBuild(this.#core, build, result);
    } finally {
      this.#running--;
    }
  }

  async #run(build: ClaimedBuild): Promise<BuildResult | "again"> {
    const { maker, driver, registry, registryCertificates } = this.#settings;
    if (registry === undefined) return { error: "The operator has set no npm registry (PRAGMA_NPM_REGISTRY)" };
    const log = new BuildLogWriter(this.#core, build);
    if (build.attempt > 1) log.add("Once more: the worker that built it before stopped, or could not go on\n");
    try {
      const { artefact, artefactHash, network, description } = await buildProvider({
        maker,
        driver,
        registry,
        registryCertificates,
        archive: openBuildSource(this.#core, build),
        providerId: build.provider,
        signal: this.#settings.goingDown,
        onLog: (text) => log.add(text),
      });
      return { artefact, artefactHash, network, types: description.types };
    } catch (error) {
      if (this.#settings.goingDown.aborted) return "again";
      if (error instanceof BuildError) return { error: error.message };
      const { provider, version } = build;
      this.#core.services.logger.error({ err: error, provider, version }, "a build could not be carried out");
      log.add(`${NOT_BUILT}\n`);
      if (build.attempt < MAX_ATTEMPTS) return "again";
      return { error: NOT_BUILT };
    } finally {
      await log.flush();
    }
  }

  async #later(job: JobPayload<typeof buildProviderJob>, delaySeconds: number): Promise<void> {
    await enqueue(this.#core.db, buildProviderJob, job, { delaySeconds });
  }
}
