import type { Core } from "@pragma/core";
import { checkShippedTypes, typeRows } from "@pragma/core/providers";
import { sealsMore } from "@pragma/core/sealing";
import { isOutage, SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { requestShippedTypeSeals } from "@pragma/db/maintenance";
import { findShippedTypeNames, findShippedTypesOf, putShippedTypes } from "@pragma/db/queries";
import { loadProviderPackages, type ProviderArtefact, type ProviderSupervisor } from "@pragma/runtime";
import { includesShipped, type ProviderScope, requireShipped } from "./provider-scope.ts";

/** A provider that could not be loaded is tried again after this time, which doubles each time. */
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;

/** A provider that is loaded. */
interface Loaded {
  readonly artefact: ProviderArtefact;
  /** Its types, each as `provider/resource`. */
  readonly types: readonly string[];
}

/**
 * Makes sure that a worker ships the providers that it is to run, before it starts. A package that cannot be read may be one of
 * them, so then nothing is said: it is tried again.
 *
 * @param directory of the packages; there are none if undefined
 * @throws Error worded for the operator
 */
export function checkScope(scope: ProviderScope, directory: string | undefined): void {
  let isWhole = true;
  const broken = (): void => {
    isWhole = false;
  };
  const found = directory === undefined ? [] : loadProviderPackages(directory, broken);
  if (!isWhole) return;
  requireShipped(
    scope,
    found.map(({ providerId }) => providerId),
  );
}

/** Options for loading the providers of a worker. */
export interface ShippedProvidersOptions {
  core: Core;
  supervisor: ProviderSupervisor;
  /** Folder of their packages; there are none if undefined. */
  directory: string | undefined;
  /** Those of them that the worker may run. */
  scope: ProviderScope;
  /** Called when one that could not be loaded before has been. */
  onLoaded: () => void;
}

/**
 * The providers shipped with the product. Each describes its types in the same way as any other provider, and they
 * are made known to every organization. One that cannot be loaded or started is left out, with a word in the log, and is
 * tried again: what keeps it from starting may be a machine that is too busy. Types that other workers have made known
 * stay: those that no worker serves go later (`sweepShippedTypes`).
 */
export class ShippedProviders {
  readonly #options: ShippedProvidersOptions;
  readonly #loaded = new Map<string, Loaded>();
  /** Last message about each package that cannot be used, by its provider or its path. */
  readonly #faults = new Map<string, string>();
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: ShippedProvidersOptions) {
    this.#options = options;
  }

  /** The program of a provider; undefined if this worker cannot run it, or not yet. */
  get(provider: string): ProviderArtefact | undefined {
    return this.#loaded.get(provider)?.artefact;
  }

  /** The providers that this worker runs now. */
  names(): string[] {
    return [...this.#loaded.keys()];
  }

  /** Whether this worker runs the provider of a type now. */
  serves(provider: string, resource: string): boolean {
    return this.#loaded.get(provider)?.types.includes(`${provider}/${resource}`) === true;
  }

  /** The types that this worker serves now, each as `provider/resource`. */
  types(): string[] {
    return [...this.#loaded.values()].flatMap(({ types }) => types).sort();
  }

  /** Loads them all, and goes on trying those that failed. Resolves after the first try. */
  async start(): Promise<void> {
    const { directory } = this.#options;
    if (directory !== undefined) await this.#load(directory);
  }

  /**
   * Makes types known again that others have removed: while this worker could not be heard, nobody served them. Those of its
   * providers that are known stay as they are: a newer release may have made them known.
   */
  async keepKnown(): Promise<void> {
    const known = new Set(await findShippedTypeNames(this.#options.core.db));
    const loaded = [...this.#loaded.values()];
    for (const { artefact, types } of loaded) {
      const gone = types.filter((name) => !known.has(name));
      if (gone.length > 0) await this.#makeKnown(artefact, gone);
    }
  }

  /** Tries no more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #load(directory: string): Promise<void> {
    let isWhole = true;
    const found = loadProviderPackages(directory, (path, error) => {
      isWhole = false;
      this.#failed({ path }, error);
    });
    const missing = found.filter(
      ({ providerId }) => !this.#loaded.has(providerId) && includesShipped(this.#options.scope, providerId),
    );
    const loaded = await Promise.all(missing.map((artefact) => this.#makeKnown(artefact)));
    if (!isWhole || loaded.includes(false)) this.#retryLater(directory);
  }

  #retryLater(directory: string): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#retry(directory), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
  }

  async #retry(directory: string): Promise<void> {
    const before = this.#loaded.size;
    try {
      await this.#load(directory);
    } catch (error) {
      this.#failed({ path: directory }, error);
      this.#retryLater(directory);
    }
    if (this.#loaded.size > before && !this.#isClosed) this.#options.onLoaded();
  }

  /**
   * @param only these of its types, each as `provider/resource`; all by default
   * @returns whether it can be used
   */
  async #makeKnown(artefact: ProviderArtefact, only?: readonly string[]): Promise<boolean> {
    const { core, supervisor } = this.#options;
    const { providerId: provider, version } = artefact;
    let names: string[];
    try {
      const { types } = await supervisor.describe({ organizationId: SHIPPED_ORGANIZATION_ID, artefact });
      const fault = await checkShippedTypes(core, provider, types);
      if (fault !== null) throw new Error(fault);
      const isAsked = ({ resource }: { resource: string }) => only?.includes(`${provider}/${resource}`) !== false;
      const rows = typeRows(provider, version, types).filter(isAsked);
      await core.db.transaction(async (db) => {
        const sealed = sealsMore(await findShippedTypesOf(db, provider), rows);
        await putShippedTypes(db, provider, rows);
        // A worker that dies in between would leave stored values as they are for good: the next one finds the types known.
        if (sealed) await requestShippedTypeSeals(db, provider);
      });
      names = Object.keys(types).map((resource) => `${provider}/${resource}`);
    } catch (error) {
      this.#failed({ provider }, error);
      return false;
    }
    this.#loaded.set(provider, { artefact, types: names });
    if (this.#faults.delete(provider)) core.services.logger.info({ provider }, "a shipped provider can be used now");
    return true;
  }

  /** Says it once, and again when the reason is another. */
  #failed(of: { provider: string } | { path: string }, error: unknown): void {
    if (this.#isClosed) return;
    const name = "provider" in of ? of.provider : of.path;
    const reason = error instanceof Error ? error.message : String(error);
    const isKnown = this.#faults.get(name) === reason;
    this.#faults.set(name, reason);
    const { logger } = this.#options.core.services;
    // A database that is away for a moment is not the provider's fault.
    const level = isOutage(error) ? "warn" : "error";
    logger[isKnown ? "debug" : level]({ err: error, ...of }, "a shipped provider cannot be used; it is tried again");
  }
}
