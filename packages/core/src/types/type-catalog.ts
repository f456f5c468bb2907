import { createHash } from "node:crypto";
import type { JsonObject } from "@pragma/contract";
import type { Database, Tenant } from "@pragma/db";
import { findTypes, findTypeVersions, type ProviderTypeRow } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";
import { annotate } from "../schemas/index.ts";
import { BUILT_IN_TYPES } from "./built-in-types.ts";
import type { KnownType } from "./resource-type.ts";

/** How long a replica may go on with types that were replaced. */
const FRESH_MS = 2000;
/** From here on they are read again, while those at hand still serve: under load nobody ever waits. */
const REFRESH_MS = 1000;
/** How old the types may be that do not have a name: it may be of a provider that was deployed a moment ago. */
const UNKNOWN_MS = 200;

interface Entry {
  loadedAt: number;
  loading: Promise<ReadonlyMap<string, KnownType>> | undefined;
  types: ReadonlyMap<string, KnownType>;
}

/**
 * The types that each organization can use: built in, shipped, and its own. Kept in memory and compared with the
 * database every other second; only what changed is read and parsed again.
 */
export class TypeCatalog {
  readonly #db: Database;
  readonly #organizations = new LRUCache<string, Entry>({ max: 1000 });
  readonly #parsed = new LRUCache<string, KnownType>({ max: 5000 });

  constructor(db: Database) {
    this.#db = db;
  }

  /** One type, or undefined if the organization has none of that name. */
  async find(organizationId: string, provider: string, resource: string): Promise<KnownType | undefined> {
    const name = `${provider}/${resource}`;
    const known = (await this.all(organizationId)).get(name);
    return known ?? (await this.#load(organizationId, UNKNOWN_MS, UNKNOWN_MS)).get(name);
  }

  /** All types of an organization by `provider/resource`, built-in ones first, then by provider and name. */
  async all(organizationId: string): Promise<ReadonlyMap<string, KnownType>> {
    return this.#load(organizationId);
  }

  /** The same as of now: for who has just seen a deployment succeed and asks what came with it. */
  async current(organizationId: string): Promise<ReadonlyMap<string, KnownType>> {
    // What is being read was begun before.
    await this.#organizations.get(organizationId)?.loading?.catch(() => undefined);
    return this.#load(organizationId, 0, 0);
  }

  /** Makes the next look-up read the database, after a change made by this process. */
  invalidate(organizationId?: string): void {
    if (organizationId === undefined) this.#organizations.clear();
    else this.#organizations.delete(organizationId);
  }

  #load(
    organizationId: string,
    refreshMs: number = REFRESH_MS,
    freshMs: number = FRESH_MS,
  ): Promise<ReadonlyMap<string, KnownType>> | ReadonlyMap<string, KnownType> {
    const entry = this.#organizations.get(organizationId);
    const age = entry ? Date.now() - entry.loadedAt : Number.POSITIVE_INFINITY;
    if (entry && (age < refreshMs || (age < freshMs && entry.loading))) return entry.types;
    if (entry?.loading) return entry.loading;
    const loading = this.#read(organizationId).then(
      (types) => {
        this.#organizations.set(organizationId, { loadedAt: Date.now(), loading: undefined, types });
        return types;
      },
      (error: unknown) => {
        if (entry) entry.loading = undefined;
        throw error;
      },
    );
    if (!entry) return loading;
    entry.loading = loading;
    if (age >= freshMs) return loading;
    // Whoever comes after `freshMs` sees the error.
    loading.catch(() => undefined);
    return entry.types;
  }

  async #read(organizationId: string): Promise<ReadonlyMap<string, KnownType>> {
    const types = await this.#readVisible(this.#db.tenant(organizationId));
    types.sort((a, b) => compare(a.provider, b.provider) || compare(a.resource, b.resource));
    return new Map([...BUILT_IN_TYPES, ...types].map((type) => [`${type.provider}/${type.resource}`, type]));
  }

  async #readVisible(tenant: Tenant): Promise<KnownType[]> {
    const read = new Map<string, KnownType>();
    for (;;) {
      const versions = await findTypeVersions(tenant);
      const known = versions.map((row) => read.get(versionKey(row)) ?? this.#parsed.get(versionKey(row)));
      if (known.every((type) => type !== undefined)) return known;
      const missing = versions.filter((_, index) => !known[index]).map((row) => row.id);
      // Asked again afterwards: a deployment may have replaced rows since, and a type of theirs must not seem to be gone.
      for (const row of await findTypes(tenant, missing)) {
        const type = parseRow(row);
        this.#parsed.set(versionKey(row), type);
        read.set(versionKey(row), type);
      }
    }
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function versionKey(row: { id: string; updated_at: string }): string {
  return `${row.id} ${row.updated_at}`;
}

function parseRow(row: ProviderTypeRow): KnownType {
  const schema = JSON.parse(row.schema) as JsonObject;
  const outputsSchema = JSON.parse(row.outputs_schema) as JsonObject;
  return {
    provider: row.provider,
    resource: row.resource,
    version: row.version,
    schema,
    schemaId: schemaIdOf(row.schema),
    outputsSchema,
    outputsSchemaId: schemaIdOf(row.outputs_schema),
    annotations: annotate(schema),
    outputAnnotations: annotate(outputsSchema),
    description: row.description,
    tags: row.tags,
    capabilities: row.capabilities,
    stringReferences: true,
    builtIn: false,
    leaving: row.leaving,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Names exactly this schema to the validator. */
export function schemaIdOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
