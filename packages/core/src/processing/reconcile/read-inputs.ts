import { type Json, resourceKey } from "@pragma/contract";
import { type DependencyVersion, type LoadedDependency, type ReconcileRow, readValues } from "@pragma/db/queries";
import {
  isEnvelope,
  isJsonObject,
  jsonSize,
  MAX_RESOLVED_SIZE,
  parseReferences,
  type Reference,
  type SecretBox,
  takeValue,
} from "@pragma/language";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type Resolution, stateOf } from "./resolve.ts";

type Inputs = { ok: true; dependencies: readonly LoadedDependency[] } | Extract<Resolution, { ok: false }>;

/** How many keys the message about a missing value names. */
const KEYS_NAMED = 10;

/**
 * The inputs that a config is resolved from. If the values of its dependencies are too large to read at once, they are
 * read in parts, keeping only what the config refers to, so that memory stays bounded however many there are. Their
 * versions, which never repeat, prove that all parts are of the same moment.
 *
 * @throws DecryptionError
 * @throws ConcurrentChange one of them has changed in the meantime
 */
export async function readInputs(
  core: Core,
  organizationId: string,
  row: ReconcileRow,
  dependencies: readonly (LoadedDependency | DependencyVersion)[],
  type: KnownType | undefined,
): Promise<Inputs> {
  const versions = dependencies.filter((dependency) => "version" in dependency);
  if (versions.length === 0) return { ok: true, dependencies: dependencies as readonly LoadedDependency[] };
  const box = core.services.keyring.box(organizationId);
  const config = JSON.parse(row.config) as Json;
  const { references } = parseReferences(config, { stringReferences: type?.stringReferences ?? true, box });
  const used = Map.groupBy(references, ({ target }) => resourceKey(target));
  // Dependencies that are only waited for contribute no values.
  const kept: LoadedDependency[] = versions.map(({ key }) => ({ key, config: {}, outputs: {} }));
  const places = new Map(kept.map(({ key }, place) => [key, place]));
  let left = MAX_RESOLVED_SIZE;
  for (let sources = versions.filter(({ key }) => used.has(key)); sources.length > 0; ) {
    const part = await readValues(core.db.tenant(organizationId), sources);
    if (!part) throw new ConcurrentChange();
    sources = sources.slice(part.length);
    for (const dependency of part) {
      const taken = keepUsed(core, organizationId, dependency, used.get(dependency.key) ?? [], box);
      left -= jsonSize([taken.config, taken.outputs] as Json, left);
      if (left < 0) return tooLarge(used.get(dependency.key) ?? []);
      kept[places.get(dependency.key) as number] = taken;
    }
  }
  return { ok: true, dependencies: kept };
}

/** The same dependency with only the values that references take, each keyed by its whole path. */
function keepUsed(
  core: Core,
  organizationId: string,
  dependency: LoadedDependency,
  references: readonly Reference[],
  box: SecretBox,
): LoadedDependency {
  if (references.some(({ field }) => field === null)) return dependency;
  const state = stateOf(core, organizationId, dependency);
  const kept = { config: {} as Record<string, Json>, outputs: {} as Record<string, Json> };
  for (const { target, field } of references) {
    if (field === null) continue;
    const value = takeValue(state, target, field, box);
    if (value !== undefined) kept[field.root][field.keys.join(".")] = value;
    else nameKeys(state[field.root], kept[field.root]);
  }
  return { key: dependency.key, ...kept };
}

/** The message about a missing value lists what exists instead. */
function nameKeys(from: Json, into: Record<string, Json>): void {
  if (!isJsonObject(from) || isEnvelope(from)) return;
  for (const key of Object.keys(from).slice(0, KEYS_NAMED)) into[key] ??= null;
}

function tooLarge([first]: readonly Reference[]): Inputs {
  const { target, field } = first as Reference;
  const name = field === null ? resourceKey(target) : `${resourceKey(target)}.${field.text}`;
  return {
    ok: false,
    message: `${name} cannot be put in: the resolved config would be larger than 4 MiB`,
    facts: {
      field: field?.text ?? "",
      reference_provider: target.provider,
      reference_resource: target.resource,
      reference_name: target.name,
    },
  };
}
