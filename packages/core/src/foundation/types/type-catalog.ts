import type { Database } from "@pragma/db";
import { findTypes, findTypesVersion } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";
import { knownType } from "./known-type.ts";
import { OrganizationTypes } from "./organization-types.ts";
import type { KnownType } from "./resource-type.ts";

const MAX_ORGANIZATIONS = 1000;

/** Types of one owner. */
interface Owned {
  version: string;
  types: readonly KnownType[];
}

const NONE: Owned = { version: "", types: [] };

/**
 * The types of each organization, cached by version. A reader that decides something about a resource learns the
 * version in the same statement and asks for exactly that one, so nothing here is ever outdated, and no change has to
 * be announced. It holds no connection: types are read through the database passed in, which inside a transaction is
 * the transaction's.
 */
export class TypeCatalog {
  readonly #organizations = new LRUCache<string, OrganizationTypes>({ max: MAX_ORGANIZATIONS });
  readonly #loading = new Map<string, Promise<OrganizationTypes>>();
  readonly #builtIn: readonly KnownType[];
  /** Parsed once for all organizations. */
  #shipped = NONE;

  /** @param builtIn types that every organization has, listed before all others */
  constructor(builtIn: readonly KnownType[]) {
    this.#builtIn = builtIn;
  }

  /**
   * The types of the version that was read with a row. If they have been replaced since, the current ones: writes that
   * depend on them are guarded by their version.
   */
  async at(db: Database, organizationId: string, version: string): Promise<OrganizationTypes> {
    const known = this.#organizations.get(organizationId);
    if (known?.version === version) return known;
    // Another caller may be reading the same. A transaction must not wait for those that wait for a connection.
    const shared = db.inTransaction ? undefined : await this.#loading.get(organizationId)?.catch(() => undefined);
    return shared?.version === version ? shared : this.#load(db, organizationId);
  }

  /** The current types, for callers that read no row. */
  async current(db: Database, organizationId: string): Promise<OrganizationTypes> {
    return this.at(db, organizationId, await findTypesVersion(db.tenant(organizationId)));
  }

  /** The types that this process saw last, possibly outdated: for callers whose write will detect that. */
  async latest(db: Database, organizationId: string): Promise<OrganizationTypes> {
    return this.#organizations.get(organizationId) ?? this.current(db, organizationId);
  }

  async #load(db: Database, organizationId: string): Promise<OrganizationTypes> {
    const loading = this.#read(db, organizationId);
    if (db.inTransaction) return loading;
    this.#loading.set(organizationId, loading);
    try {
      return await loading;
    } finally {
      if (this.#loading.get(organizationId) === loading) this.#loading.delete(organizationId);
    }
  }

  async #read(db: Database, organizationId: string): Promise<OrganizationTypes> {
    const known = this.#shipped;
    const rows = await findTypes(db.tenant(organizationId), known === NONE ? undefined : known.version);
    const shipped = rows.shipped ? { version: rows.shipped.version, types: rows.shipped.types.map(knownType) } : known;
    this.#shipped = shipped;
    const own = rows.own?.types.map(knownType) ?? [];
    const version = rows.own ? `${shipped.version}.${rows.own.version}` : shipped.version;
    const types = new OrganizationTypes(version, [...this.#builtIn, ...visible(shipped.types, own)]);
    this.#organizations.set(organizationId, types);
    return types;
  }
}

/** An organization's own provider hides the shipped one of that name, with all of its types. */
function visible(shipped: readonly KnownType[], own: readonly KnownType[]): KnownType[] {
  const hidden = new Set(own.map(({ provider }) => provider));
  const types = [...shipped.filter(({ provider }) => !hidden.has(provider)), ...own];
  return types.sort((a, b) => compare(a.provider, b.provider) || compare(a.resource, b.resource));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
