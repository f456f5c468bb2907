import type { ApplyInput } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findByIdentity, type IdentifiedRow, type Thing } from "@pragma/db/queries";

/** Resources by the things that they manage, or are to take over: read at once for all that a change is to take over. */
export class Identified {
  readonly #tenant: Tenant;
  readonly #rows: ReadonlyMap<string, readonly IdentifiedRow[]>;

  private constructor(tenant: Tenant, rows: ReadonlyMap<string, readonly IdentifiedRow[]>) {
    this.#tenant = tenant;
    this.#rows = rows;
  }

  static async read(tenant: Tenant, inputs: readonly ApplyInput[] = []): Promise<Identified> {
    const things = inputs.flatMap(({ provider, resource, adopt }) =>
      typeof adopt === "string" ? [{ provider, resource, identity: adopt }] : [],
    );
    return new Identified(
      tenant,
      things.length === 0 ? new Map() : byThing(things, await findByIdentity(tenant, things)),
    );
  }

  /** Those of one thing, by key; read now if it is none of the change's. */
  async of(thing: Thing): Promise<readonly IdentifiedRow[]> {
    return this.#rows.get(textOf(thing)) ?? (await findByIdentity(this.#tenant, [thing]));
  }
}

/** The rows of each thing, in the order of the things. */
export function rowsOfEach(things: readonly Thing[], rows: readonly IdentifiedRow[]): IdentifiedRow[][] {
  const found = byThing(things, rows);
  return things.map((thing) => found.get(textOf(thing)) ?? []);
}

function byThing(things: readonly Thing[], rows: readonly IdentifiedRow[]): Map<string, IdentifiedRow[]> {
  const found = new Map(things.map((thing): [string, IdentifiedRow[]] => [textOf(thing), []]));
  const seen = new Set<string>();
  for (const row of rows) {
    // A thing that is asked for twice is found twice.
    if (seen.has(row.key)) continue;
    seen.add(row.key);
    found.get(textOf(row))?.push(row);
  }
  return found;
}

/** No identity has a control character. */
const textOf = ({ provider, resource, identity }: Thing): string => `${provider}/${resource}\n${identity}`;
