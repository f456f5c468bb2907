import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { checkTypes, typeRows } from "@pragma/core/providers";
import { sealsMore } from "@pragma/core/sealing";
import { SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { requestShippedTypeSeals } from "@pragma/db/maintenance";
import { findShippedTypesOf, keepShippedTypesOf, replaceShippedTypes } from "@pragma/db/queries";
import { loadProviderPackages, type ProviderArtefact, type ProviderSupervisor } from "@pragma/runtime";

/** When one that could not be used is tried again: on a machine that is busy, as at a start, it may only have been slow. */
const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 300_000;

/**
 * Loads the providers shipped with the product: lets each describe its types, like any other provider, and registers
 * them for every organization. One that cannot be loaded or started is skipped, with a log line, and its types stay as
 * they were: a worker of another release may serve them. It is retried in the background. Types of providers that are no
 * longer shipped are removed.
 * @param ended aborted when the worker stops
 * @returns their programs, by provider; one that becomes usable later is added
 */
export async function loadShippedProviders(
  core: Core,
  supervisor: ProviderSupervisor,
  directory: string,
  ended: AbortSignal,
): Promise<ReadonlyMap<string, ProviderArtefact>> {
  const artefacts = new Map<string, ProviderArtefact>();
  const broken: string[] = [];
  const found = loadProviderPackages(directory, (path, error) => {
    broken.push(path);
    core.services.logger.error({ err: error, path }, "a shipped provider cannot be used");
  });
  await Promise.all(
    found.map(async (artefact) => {
      const tryIt = async (): Promise<boolean> => {
        try {
          await makeKnown(core, supervisor, artefact);
          artefacts.set(artefact.providerId, artefact);
          return true;
        } catch (error) {
          if (!ended.aborted)
            core.services.logger.error(
              { err: error, provider: artefact.providerId },
              "a shipped provider cannot be used",
            );
          return false;
        }
      };
      if (!(await tryIt())) void keepTrying(tryIt, ended);
    }),
  );
  // A broken package does not tell which provider it is, so then none is treated as removed.
  if (broken.length === 0)
    await keepShippedTypesOf(
      core.db,
      found.map(({ providerId }) => providerId),
    );
  return artefacts;
}

async function keepTrying(tryIt: () => Promise<boolean>, ended: AbortSignal): Promise<void> {
  for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(2 * delayMs, MAX_RETRY_MS)) {
    const isTime = await sleep(delayMs, true, { signal: ended, ref: false }).catch(() => false);
    if (!isTime || (await tryIt())) return;
  }
}

/** @throws Error naming the type whose schema cannot be used */
async function makeKnown(core: Core, supervisor: ProviderSupervisor, artefact: ProviderArtefact): Promise<void> {
  const { providerId, version } = artefact;
  const { types } = await supervisor.describe({ organizationId: SHIPPED_ORGANIZATION_ID, artefact });
  const fault = await checkTypes(core, SHIPPED_ORGANIZATION_ID, providerId, types);
  if (fault !== null) throw new Error(fault);
  const rows = typeRows(providerId, version, types);
  await core.db.transaction(async (db) => {
    const sealed = sealsMore(await findShippedTypesOf(db, providerId), rows);
    await replaceShippedTypes(db, providerId, rows);
    // A worker that died in between would leave what is stored as it is for good: the next finds the types known.
    if (sealed) await requestShippedTypeSeals(db, providerId);
  });
}
