import { type Json, parseKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findSealable,
  findSealableBeside,
  findSealableDependents,
  findSealableEvents,
  findSealableEventsOf,
  findSealableSnapshots,
  finishTypeSeal,
  postponeTypeSeal,
  type SealableBeside,
  type SealableRow,
  type TypeSeal,
  takeTypeSeals,
  writeSealed,
  writeSealedBeside,
  writeSealedSnapshot,
} from "@pragma/db/maintenance";
import { forgetFindings } from "@pragma/db/queries";
import { type Change, jsonEqual, MASK, type Path, PathTree } from "@pragma/language";
import type { KnownType, OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { maskChanges } from "./mask-changes.ts";
import { newlySealed, type Sealing, sealedPlaces, sealResolved, sealRow, sealSnapshot } from "./seal-row.ts";

const SEALS = 10;
const ROWS = 200;
const SNAPSHOTS = 10;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** By key, where the resolved config of a resource is sealed now. */
type Places = Map<string, readonly Path[]>;
const NOWHERE = new PathTree([]);

/** Knowledge of a dependent: the texts that it was checked for, and where its resolved config is sealed now. */
interface Sealed {
  secrets: Set<string>;
  places: readonly Path[];
}

/** Where changes are told of resources; followers tell how their resolved config differs, at paths of the config. */
const TOLD = ["history", "actions", "followers"] as const;

/**
 * Seals stored values of resources by the current types, after a type became known or marks other fields as sensitive:
 * rows, history, actions of changes, events and dead letters, and copies of newly sealed values in dependents. In drafts whose type was
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
      const places: Places = new Map();
      for (const row of rows) places.set(row.key, await this.#sealOne(row, []));
      await this.#sealBeside(places, []);
      if (rows.length < ROWS) break;
      after = (rows.at(-1) as SealableRow).key;
    }
    const { provider } = this.#seal;
    await this.#sealEvents(
      (after) => findSealableEvents(this.#tenant, provider, after, ROWS),
      () => undefined,
    );
    await this.#sealDependents();
    return this.#isClean;
  }

  /** @returns where its resolved config is sealed now */
  async #sealOne(row: SealableRow, secrets: readonly string[]): Promise<Path[]> {
    const sealing = this.#sealing(row.key, secrets);
    const patch = sealRow(row, sealing);
    const places = sealedPlaces(patch?.resolved_config ?? row.resolved_config);
    if (!patch) return places;
    if (!(await writeSealed(this.#tenant, row, patch))) {
      this.#isClean = false;
      return places;
    }
    const fresh = newlySealed(row, patch, sealing.box);
    if (fresh.length > 0) this.#spread.push({ key: row.key, secrets: fresh });
    return places;
  }

  async #sealBeside(places: Places, secrets: readonly string[]): Promise<void> {
    const keys = [...places.keys()];
    const trees = new Map([...places].map(([key, paths]) => [key, new PathTree(paths)]));
    for (const place of TOLD) {
      for (const entry of await findSealableBeside(this.#tenant, place, keys))
        await this.#maskTold(place, entry, trees.get(entry.resource_key) ?? NOWHERE, secrets);
    }
    for (const key of keys) await this.#sealSnapshots(key, secrets);
    await forgetFindings(this.#tenant, keys);
    for (const place of ["events", "deadLetters"] as const) {
      for (const entry of await findSealableBeside(this.#tenant, place, keys))
        await this.#sealValues(place, entry, secrets, places.get(entry.resource_key));
    }
  }

  async #maskTold(
    place: (typeof TOLD)[number],
    entry: SealableBeside,
    places: PathTree,
    secrets: readonly string[],
  ): Promise<void> {
    const before = entry.values[0] as string;
    const { type } = this.#sealing(entry.resource_key, secrets);
    const isSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
    const rules = { root: rootOf(type), isSecret, places, isResolved: place === "followers" };
    const masked = maskChanges(JSON.parse(before) as Change[], rules);
    const after = JSON.stringify(place === "history" ? masked : masked.map(withSensitivity));
    if (after !== before) await writeSealedBeside(this.#tenant, place, entry, [after]);
  }

  async #sealSnapshots(key: string, secrets: readonly string[]): Promise<void> {
    for (let last: string | undefined; ; ) {
      const snapshots = await findSealableSnapshots(this.#tenant, key, last, SNAPSHOTS);
      for (const entry of snapshots) {
        const sealed = sealSnapshot(entry.values[0] as string, this.#sealing(key, secrets));
        if (sealed !== null) await writeSealedSnapshot(this.#tenant, entry, sealed);
      }
      if (snapshots.length < SNAPSHOTS) return;
      last = snapshots.at(-1)?.id;
    }
  }

  /** Settled events too. They are read one after another, since no index finds them by resource. */
  async #sealEvents(
    next: (after: string) => Promise<SealableBeside[]>,
    known: (key: string) => Sealed | undefined,
  ): Promise<void> {
    for (let after = FIRST_ID; ; ) {
      const events = await next(after);
      for (const event of events) {
        const { secrets, places } = known(event.resource_key) ?? {};
        await this.#sealValues("events", event, [...(secrets ?? [])], places);
      }
      if (events.length < ROWS) return;
      after = (events.at(-1) as SealableBeside).id;
    }
  }

  async #sealValues(
    place: "events" | "deadLetters",
    entry: SealableBeside,
    secrets: readonly string[],
    places: readonly Path[] = [],
  ): Promise<void> {
    const sealing = { ...this.#sealing(entry.resource_key, secrets), places };
    const values = entry.values.map((text) => sealResolved(text, sealing));
    if (values.some((text) => text !== null)) await writeSealedBeside(this.#tenant, place, entry, values);
  }

  /** A value stays sensitive wherever it was resolved into. Each resource is checked once per text. */
  async #sealDependents(): Promise<void> {
    const seen = new Map<string, Sealed>();
    for (let next = this.#spread.shift(); next; next = this.#spread.shift()) {
      for (const row of await findSealableDependents(this.#tenant, next.key)) {
        const known = seen.get(row.key) ?? { secrets: new Set(), places: [] };
        seen.set(row.key, known);
        const secrets = next.secrets.filter((secret) => !known.secrets.has(secret));
        if (secrets.length === 0) continue;
        for (const secret of secrets) known.secrets.add(secret);
        known.places = await this.#sealOne(row, secrets);
        await this.#sealBeside(new Map([[row.key, known.places]]), secrets);
      }
    }
    if (seen.size === 0) return;
    const keys = [...seen.keys()];
    await this.#sealEvents(
      (after) => findSealableEventsOf(this.#tenant, keys, after, ROWS),
      (key) => seen.get(key),
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

/** Actions say of a change that it is masked. */
function withSensitivity(change: Change): Change & { sensitive?: true } {
  return change.before === MASK || change.after === MASK ? { ...change, sensitive: true } : change;
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
