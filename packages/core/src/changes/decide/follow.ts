import { type Json, type PlannedChange, resourceKey } from "@pragma/contract";
import {
  type AffectedEdge,
  type FollowerRow,
  findAffectedEdges,
  findNeeded,
  readFollowers,
  readValuesForPlan,
} from "@pragma/db/queries";
import { Budget, formatPath, getPath, immutableChanges, type Path, PathTree, parseReferences } from "@pragma/language";
import { hasStringReferences, outputsOfConfig, presentedOutputs } from "../../built-ins/index.ts";
import type { RequestContext } from "../../callers/caller.ts";
import { validationError } from "../../common/errors.ts";
import { topologicalOrder } from "../../graph/index.ts";
import type { KnownType, OrganizationTypes } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import type { DecidedDocument } from "./decision.ts";
import { carriesOutDraft, draftChanges } from "./draft-changes.ts";
import { type FutureState, referencePlaces, resolveKnown, type StateLookup, valueAt } from "./known-state.ts";
import { placeChanges } from "./place-changes.ts";
import type { Pace } from "./plan-limits.ts";
import { mayCompareSecrets } from "./uncompared-secrets.ts";
import { findUnresolved } from "./unresolved-followers.ts";

/** A dependent whose values change, or may change. */
export interface Follower {
  key: string;
  id: string;
  /** Key of the changed resource that it uses. */
  from: string;
  /** Undefined if it only depends on that. */
  path: string | undefined;
  changes: PlannedChange[];
  warnings: string[];
}

/** What follows from the documents. */
export interface Propagation {
  followers: Follower[];
  /** The edges by which values travel, from dependent to dependency. */
  edges: readonly AffectedEdge[];
  /** By key: how what changes, and is used by documents or followers, will read. */
  changed: ReadonlyMap<string, FutureState>;
  /** Generations of resources that the plan took values of. */
  values: Record<string, number>;
}

/** More edges than any plan can show: the plan is refused as too large. */
const MAX_EDGES = 200_000;
const PAGE = 500;

/**
 * Finds every dependent, directly or not, whose resolved config will differ or may differ: it decides each after all
 * that it depends on. Values are those of built-in types; what a provider will answer is unknown.
 * @throws DomainError validation_failed of type `plan_too_large`
 */
export async function propagate(
  core: Core,
  context: RequestContext,
  documents: readonly DecidedDocument[],
  types: OrganizationTypes,
  pace: Pace,
): Promise<Propagation> {
  const processed = documents.filter(({ isProcessed }) => isProcessed);
  if (processed.length === 0) return { followers: [], edges: [], changed: new Map(), values: {} };
  const walk = new Walk(core, context, types, pace);
  const tenant = core.db.tenant(context.organizationId);
  const created = processed.filter(({ existing }) => existing === undefined).map(({ key }) => key);
  const existing = processed.filter((document) => document.existing !== undefined).map(({ key }) => key);
  // What is created may be waited for already.
  const roots = [...existing, ...(await findNeeded(tenant, created))];
  const edges = roots.length === 0 ? [] : await findAffectedEdges(tenant, roots, MAX_EDGES + 1);
  if (edges.length > MAX_EDGES) {
    const msg = `The change would reach more than ${MAX_EDGES.toLocaleString("en")} dependencies`;
    throw validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
  }
  const used = new Set([
    ...edges.map(({ to_key }) => to_key),
    ...processed.flatMap(({ desired }) => desired?.references.map(({ target }) => resourceKey(target)) ?? []),
  ]);
  await walk.decideRoots(processed, used, edges);
  const followers = await walk.follow(edges, new Set(processed.map(({ key }) => key)), used);
  return { followers, edges, changed: walk.changed, values: walk.values };
}

class Walk {
  readonly values: Record<string, number> = {};
  readonly #core: Core;
  readonly #context: RequestContext;
  readonly #types: OrganizationTypes;
  /** What changes, and how it reads from then on. */
  readonly changed = new Map<string, FutureState>();
  /** What does not, as far as it was read. */
  readonly #present = new Map<string, FutureState>();

  readonly #pace: Pace;

  constructor(core: Core, context: RequestContext, types: OrganizationTypes, pace: Pace) {
    this.#pace = pace;
    this.#core = core;
    this.#context = context;
    this.#types = types;
  }

  readonly #lookup: StateLookup = (key) => this.changed.get(key) ?? this.#present.get(key);

  get #maySee(): boolean {
    return mayCompareSecrets(this.#context);
  }

  get #box() {
    return this.#core.services.keyring.box(this.#context.organizationId);
  }

  /** The documents, each after those that it depends on; those of drafts are compared with what runs. */
  async decideRoots(
    processed: readonly DecidedDocument[],
    used: ReadonlySet<string>,
    edges: readonly AffectedEdge[],
  ): Promise<void> {
    const byKey = new Map(processed.map((document) => [document.key, document]));
    const leads = new Set([...used, ...edges.map(({ to_key }) => to_key)]);
    const drafts = this.#maySee ? processed.filter(carriesOutDraft) : [];
    const needed = [...processed.filter(({ key }) => leads.has(key)), ...drafts];
    await this.#readPresent(
      needed.flatMap(({ desired }) => desired?.references.map(({ target }) => resourceKey(target)) ?? []),
      byKey,
    );
    const order = inDependencyOrder(
      processed.map(({ key }) => key),
      new Map(processed.map(({ key, desired }) => [key, (desired?.dependencies ?? []).map(resourceKey)])),
    );
    for (const key of order) {
      const document = byKey.get(key) as DecidedDocument;
      if (!leads.has(key) || !document.desired) continue;
      await this.#pace.step();
      const { provider, resource } = document.input;
      const options = { stringReferences: hasStringReferences(provider, resource) };
      const resolved = resolveKnown(document.desired.sealedConfig, this.#lookup, this.#box, options);
      this.changed.set(key, {
        config: resolved.config,
        unknownConfig: resolved.unknown,
        outputs: resolved.unknown.length > 0 ? undefined : outputsOfConfig(provider, resource, resolved.config),
      });
    }
    for (const document of drafts) {
      await this.#pace.step();
      document.changes = draftChanges(document, this.#lookup, this.#box);
    }
    for (const document of processed) {
      await this.#pace.step();
      this.#warnOfImmutable(document);
    }
  }

  /** Decides every dependent after its dependencies. */
  async follow(
    edges: readonly AffectedEdge[],
    roots: ReadonlySet<string>,
    used: ReadonlySet<string>,
  ): Promise<Follower[]> {
    const dependencies = Map.groupBy(edges, ({ from_key }) => from_key);
    const candidates = [...dependencies.keys()].filter((key) => !roots.has(key));
    const order = inDependencyOrder(
      candidates,
      new Map([...dependencies].map(([key, out]) => [key, out.map(({ to_key }) => to_key)])),
    );
    const followers: Follower[] = [];
    const isReached = (key: string): boolean =>
      (dependencies.get(key) ?? []).some(({ to_key }) => this.changed.has(to_key));
    const levels = levelsOf(order, dependencies);
    for (const level of levels) {
      const reached = level.filter(isReached);
      for (let from = 0; from < reached.length; ) {
        const rows = await readFollowers(
          this.#core.db.tenant(this.#context.organizationId),
          reached.slice(from, from + PAGE),
        );
        const last = rows.at(-1)?.key;
        await this.#readPresentFor(rows.filter(({ resolved_config }) => resolved_config !== null));
        const unresolved = await findUnresolved(this.#core, this.#context, rows, this.changed);
        for (const row of rows) {
          await this.#pace.step();
          const isUsed = used.has(row.key);
          const follower = row.resolved_config === null ? unresolved.get(row.key) : this.#decide(row, isUsed);
          if (follower && row.resolved_config === null && isUsed) this.changed.set(row.key, nothingKnownOf(row));
          if (follower) followers.push(follower);
        }
        // The page ends at its limit of bytes, or because what is left out of it is gone.
        const next = last === undefined ? -1 : reached.indexOf(last, from);
        from = next === -1 ? from + PAGE : next + 1;
      }
    }
    return followers;
  }

  #decide(row: FollowerRow, isUsed: boolean): Follower | undefined {
    const { provider, resource } = row;
    const options = { stringReferences: hasStringReferences(provider, resource) };
    const config = JSON.parse(row.config) as Json;
    const before = JSON.parse(row.resolved_config ?? "{}") as Json;
    const { references } = parseReferences(config, { ...options, box: this.#box });
    const changes: PlannedChange[] = [];
    const warnings: string[] = [];
    const unknown: Path[] = [];
    const after: { path: Path; value: Json }[] = [];
    const shared = { box: this.#box, options, budget: new Budget(this.#box) };
    let first: { from: string; path: string } | undefined;
    for (const [name, place] of referencePlaces(config, references)) {
      const source = place.references.find(({ target }) => this.changed.has(resourceKey(target)));
      if (!source) continue;
      const value = valueAt(config, place, this.#lookup, shared);
      const sight = { box: this.#box, mayCompare: this.#maySee };
      const found = placeChanges(getPath(before, place.path), place.path, value, sight);
      const isSecret = found.some((change) => change.unknown?.from === "secret");
      if (value.kind === "known" && !isSecret) after.push({ path: place.path, value: value.value });
      else unknown.push(place.path);
      if (value.kind === "missing") warnings.push(`The update would fail: ${value.message}`);
      if (found.length === 0) continue;
      changes.push(...found);
      first ??= { from: resourceKey(source.target), path: name === "" ? "config" : `config.${name}` };
    }
    if (!first) return undefined;
    const places = [...after, ...unknown.map((path) => ({ path, value: null as Json }))];
    const resolved = new PathTree(places.map(({ path }) => path)).replace(
      before,
      (_, index) => (places[index] as { value: Json }).value,
    );
    warnings.push(...this.#immutableWarnings(this.#types.find(provider, resource), row, resolved, unknown));
    if (isUsed) {
      const outputs = unknown.length > 0 ? undefined : outputsOfConfig(provider, resource, resolved);
      this.changed.set(row.key, { config: resolved, unknownConfig: unknown, outputs });
    }
    return { key: row.key, id: row.id, ...first, changes, warnings };
  }

  /** An immutable field that a document feeds by a value which is not known yet. */
  #warnOfImmutable(document: DecidedDocument): void {
    const { existing, desired, type, input } = document;
    if (!existing?.provisioned || !desired || !type) return;
    const options = { stringReferences: hasStringReferences(input.provider, input.resource) };
    const changed = desired.references.filter(({ target }) => this.changed.has(resourceKey(target)));
    const places = [...referencePlaces(desired.sealedConfig, changed).values()];
    const shared = { box: this.#box, options, budget: new Budget(this.#box) };
    const unknown = places
      .filter((place) => valueAt(desired.sealedConfig, place, this.#lookup, shared).kind === "unknown")
      .map(({ path }) => path);
    unknown.push(...document.uncompared);
    if (unknown.length === 0) return;
    document.warnings.push(...this.#immutableWarnings(type, existing, desired.sealedConfig, unknown));
  }

  #immutableWarnings(
    type: KnownType | undefined,
    row: Pick<FollowerRow, "provisioned" | "applied_config">,
    after: Json,
    unknown: readonly Path[],
  ): string[] {
    if (!type || !row.provisioned || row.applied_config === null) return [];
    // A text that no config has stands for what is not known.
    const standIn = new PathTree(unknown).replace(after, () => "\u0000unknown");
    const changed = immutableChanges(type.annotations, JSON.parse(row.applied_config) as Json, standIn, this.#box);
    const tree = new PathTree(unknown);
    return changed.map((path) => {
      const place = formatPath(["config", ...path]);
      return tree.touches(path)
        ? `${place} cannot change after creation, and its value is not known yet: the update fails if it differs`
        : `${place} cannot change after creation: the update would fail`;
    });
  }

  /** Other dependencies whose values followers take in the same place. */
  async #readPresentFor(rows: readonly FollowerRow[]): Promise<void> {
    const targets = rows.flatMap((row) => {
      const options = { stringReferences: hasStringReferences(row.provider, row.resource), box: this.#box };
      const config = JSON.parse(row.config) as Json;
      const { references } = parseReferences(config, options);
      return [...referencePlaces(config, references).values()]
        .filter(
          ({ references: some }) => some.length > 1 && some.some(({ target }) => this.changed.has(resourceKey(target))),
        )
        .flatMap(({ references: some }) => some.map(({ target }) => resourceKey(target)));
    });
    await this.#readPresent(targets, this.changed);
  }

  async #readPresent(keys: readonly string[], except: ReadonlyMap<string, unknown>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !except.has(key) && !this.#present.has(key));
    if (missing.length === 0) return;
    const { organizationId } = this.#context;
    for (const row of await readValuesForPlan(this.#core.db.tenant(organizationId), missing)) {
      this.values[row.key] = row.generation;
      if (row.applied_config === null) continue;
      const outputs = presentedOutputs(this.#core, organizationId, row.key, JSON.parse(row.outputs ?? "{}") as Json);
      this.#present.set(row.key, { config: JSON.parse(row.applied_config) as Json, unknownConfig: [], outputs });
    }
  }
}

/** How references read what nobody has resolved yet. */
function nothingKnownOf({ config }: FollowerRow): FutureState {
  return { config: JSON.parse(config) as Json, unknownConfig: [[]], outputs: undefined };
}

/** Each after its dependencies; what is on a cycle is refused elsewhere, and comes last here. */
function inDependencyOrder(keys: readonly string[], dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  try {
    return topologicalOrder(keys, dependencies).reverse();
  } catch {
    return [...keys];
  }
}

/** The longest path from anything outside, so that each level needs only those before it. */
function levelsOf(order: readonly string[], dependencies: ReadonlyMap<string, readonly AffectedEdge[]>): string[][] {
  const depth = new Map<string, number>();
  const levels: string[][] = [];
  for (const key of order) {
    const above = (dependencies.get(key) ?? []).map(({ to_key }) => depth.get(to_key) ?? -1);
    const level = above.reduce((deepest, one) => Math.max(deepest, one), -1) + 1;
    depth.set(key, level);
    levels[level] ??= [];
    (levels[level] as string[]).push(key);
  }
  return levels;
}
