import { type Json, parseKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findSealable,
  findSealableBeside,
  findSealableDependents,
  findSealableEvents,
  findSealableEventsOf,
  finishTypeSeal,
  postponeTypeSeal,
  type SealableBeside,
  type SealableRow,
  type TypeSeal,
  takeTypeSeals,
  writeSealed,
  writeSealedBeside,
} from "@pragma/db/maintenance";
import { type Change, jsonEqual } from "@pragma/language";
import type { KnownType, OrganizationTypes } from "../types/index.ts";
import type { Core } from "../unit-of-work/core.ts";
import { maskChanges } from "./mask-changes.ts";
import { newlySealed, type Sealing, sealResolved, sealRow } from "./seal-row.ts";

const SEALS = 10;
const ROWS = 200;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Seals stored values of resources by the current types, after a type became known or marks other fields as sensitive:
 * rows, history, events and dead letters, and copies of newly sealed values in dependents. In drafts whose type was
 * unknown, only sensitive values stay sealed. Meant to run every few seconds on any worker; concurrent runs do no harm.
 * @returns how many providers were done
 */
export async function sealByTypes(core: Core): Promise<number> {
  let count = 0;
  for (const seal of await takeTypeSeals(core.db, SEALS)) {
    try {
      const walk = new SealWalk(core, seal, await core.types.current(seal.organization_id));
      const isClean = await walk.run();
      const tenant = core.db.tenant(seal.organization_id);
      // A worker that still holds an event from before the change will write values sealed by the old types.
      if (isClean && !seal.in_hand) await finishTypeSeal(tenant, seal);
      else await postponeTypeSeal(tenant, seal);
      count++;
    } catch (error) {
      core.services.logger.error({ err: error, provider: seal.provider }, "values cannot be sealed by their types");
    }
  }
  return count;
}

/** One walk over a provider's resources. */
class SealWalk {
  readonly #core: Core;
  readonly #seal: TypeSeal;
  readonly #types: OrganizationTypes;
  readonly #tenant: Tenant;
  /** Resources whose dependents have to be checked, and the newly sealed texts of each. */
  readonly #spread: { key: string; secrets: string[] }[] = [];
  #isClean = true;

  constructor(core: Core, seal: TypeSeal, types: OrganizationTypes) {
    this.#core = core;
    this.#seal = seal;
    this.#types = types;
    this.#tenant = core.db.tenant(seal.organization_id);
  }

  /** @returns false if a row changed in the meantime, so that the walk has to be repeated */
  async run(): Promise<boolean> {
    for (let after = ""; ; ) {
      const rows = await findSealable(this.#tenant, this.#seal.provider, after, ROWS);
      for (const row of rows) await this.#sealOne(row, []);
      await this.#sealBeside(rows, []);
      if (rows.length < ROWS) break;
      after = (rows.at(-1) as SealableRow).key;
    }
    const { provider } = this.#seal;
    await this.#sealEvents(
      (after) => findSealableEvents(this.#tenant, provider, after, ROWS),
      () => [],
    );
    await this.#sealDependents();
    return this.#isClean;
  }

  async #sealOne(row: SealableRow, secrets: readonly string[]): Promise<void> {
    const sealing = this.#sealing(row.key, secrets);
    const patch = sealRow(row, sealing);
    if (!patch) return;
    if (!(await writeSealed(this.#tenant, row, patch))) {
      this.#isClean = false;
      return;
    }
    const fresh = newlySealed(row, patch, sealing.box);
    if (fresh.length > 0) this.#spread.push({ key: row.key, secrets: fresh });
  }

  async #sealBeside(rows: readonly SealableRow[], secrets: readonly string[]): Promise<void> {
    const keys = rows.map(({ key }) => key);
    for (const entry of await findSealableBeside(this.#tenant, "history", keys)) {
      const before = entry.values[0] as string;
      const { type } = this.#sealing(entry.resource_key, secrets);
      const isSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
      const after = JSON.stringify(maskChanges(JSON.parse(before) as Change[], rootOf(type), isSecret));
      if (after !== before) await writeSealedBeside(this.#tenant, "history", entry, [after]);
    }
    for (const place of ["events", "deadLetters"] as const) {
      for (const entry of await findSealableBeside(this.#tenant, place, keys))
        await this.#sealValues(place, entry, secrets);
    }
  }

  /** Settled events too. They are read one after another, since no index finds them by resource. */
  async #sealEvents(
    next: (after: string) => Promise<SealableBeside[]>,
    secretsOf: (key: string) => string[],
  ): Promise<void> {
    for (let after = FIRST_ID; ; ) {
      const events = await next(after);
      for (const event of events) await this.#sealValues("events", event, secretsOf(event.resource_key));
      if (events.length < ROWS) return;
      after = (events.at(-1) as SealableBeside).id;
    }
  }

  async #sealValues(place: "events" | "deadLetters", entry: SealableBeside, secrets: readonly string[]): Promise<void> {
    const sealing = this.#sealing(entry.resource_key, secrets);
    const values = entry.values.map((text) => sealResolved(text, sealing));
    if (values.some((text) => text !== null)) await writeSealedBeside(this.#tenant, place, entry, values);
  }

  /** A value stays sensitive wherever it was resolved into. Each resource is checked once per text. */
  async #sealDependents(): Promise<void> {
    const seen = new Map<string, Set<string>>();
    for (let next = this.#spread.shift(); next; next = this.#spread.shift()) {
      for (const row of await findSealableDependents(this.#tenant, next.key)) {
        const known = seen.get(row.key) ?? new Set();
        seen.set(row.key, known);
        const secrets = next.secrets.filter((secret) => !known.has(secret));
        if (secrets.length === 0) continue;
        for (const secret of secrets) known.add(secret);
        await this.#sealOne(row, secrets);
        await this.#sealBeside([row], secrets);
      }
    }
    if (seen.size === 0) return;
    const keys = [...seen.keys()];
    await this.#sealEvents(
      (after) => findSealableEventsOf(this.#tenant, keys, after, ROWS),
      (key) => [...(seen.get(key) ?? [])],
    );
  }

  #sealing(key: string, secrets: readonly string[]): Sealing {
    const ref = parseKey(key);
    return {
      type: ref ? this.#types.find(ref.provider, ref.resource) : undefined,
      secrets,
      box: this.#core.services.keyring.box(this.#seal.organization_id),
    };
  }
}

function rootOf(type: KnownType | undefined) {
  return type ? type.annotations.root : null;
}

/** Whether new types mark more as sensitive than the old ones, or are the first of their name. Removed ones do not. */
export function sealsMore(
  before: readonly { resource: string; schema: string; outputs_schema: string }[],
  after: readonly { resource: string; schema: string; outputs_schema: string }[],
): boolean {
  const old = new Map(before.map((type) => [type.resource, type]));
  return after.some((type) => {
    const was = old.get(type.resource);
    if (!was) return true;
    return (["schema", "outputs_schema"] as const).some(
      (part) => mentionsSensitive(type[part]) && !sameJson(was[part], type[part]),
    );
  });
}

function mentionsSensitive(schema: string): boolean {
  return schema.includes('"sensitive"');
}

/** The database stores schemas as JSONB, which changes their text. */
function sameJson(a: string, b: string): boolean {
  return jsonEqual(JSON.parse(a) as Json, JSON.parse(b) as Json);
}
