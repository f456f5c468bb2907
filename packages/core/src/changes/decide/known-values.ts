import { type Json, resourceKey } from "@pragma/contract";
import { type FollowerRow, readValuesForPlan } from "@pragma/db/queries";
import { type Path, parseReferences, type SecretBox } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { hasStringReferences, outputsOfConfig, presentedOutputs } from "../../resources/built-ins/index.ts";
import { type FutureState, referencePlaces, type StateLookup } from "./known-state.ts";
import { mayCompareSecrets } from "./uncompared-secrets.ts";

/** How resources will read once a change has been applied, as far as its plan knows. */
export class KnownValues {
  /** Changed resources, by key, and how they read from then on. */
  readonly changed = new Map<string, FutureState>();
  /** Keys of resources whose things are replaced: what depends on them directly is repaired. */
  readonly replaced = new Set<string>();
  /** Generations of resources whose values were taken. */
  readonly generations: Record<string, number> = {};
  readonly box: SecretBox;
  /** Whether its caller may learn that two secrets differ. */
  readonly mayCompare: boolean;
  readonly #core: Core;
  readonly #organizationId: string;
  /** Unchanged resources, as far as they were read. */
  readonly #present = new Map<string, FutureState>();

  constructor(core: Core, context: RequestContext) {
    this.#core = core;
    this.#organizationId = context.organizationId;
    this.box = core.services.keyring.box(context.organizationId);
    this.mayCompare = mayCompareSecrets(context);
  }

  readonly lookup: StateLookup = (key) => this.changed.get(key) ?? this.#present.get(key);

  /** A resource changes: its outputs are known if those of its type are, and its whole config is. */
  change(
    { key, provider, resource }: Pick<FollowerRow, "key" | "provider" | "resource">,
    config: Json,
    unknownConfig: Path[],
  ): void {
    const outputs = unknownConfig.length > 0 ? undefined : outputsOfConfig(provider, resource, config);
    this.changed.set(key, { config, unknownConfig, outputs });
  }

  /** A resource changes, and nobody has resolved it yet. */
  changeUnresolved({ key, config }: FollowerRow): void {
    this.changed.set(key, { config: JSON.parse(config) as Json, unknownConfig: [[]], outputs: undefined });
  }

  /** Reads how resources stand. @param except those whose own values are not needed */
  async read(keys: readonly string[], except: ReadonlyMap<string, unknown>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !except.has(key) && !this.#present.has(key));
    if (missing.length === 0) return;
    for (const row of await readValuesForPlan(this.#core.db.tenant(this.#organizationId), missing)) {
      this.generations[row.key] = row.generation;
      if (row.applied_config === null) continue;
      const stored = JSON.parse(row.outputs ?? "{}") as Json;
      const outputs = presentedOutputs(this.#core, this.#organizationId, row.key, stored);
      this.#present.set(row.key, { config: JSON.parse(row.applied_config) as Json, unknownConfig: [], outputs });
    }
  }

  /** Reads what followers take in the same place as something that changes. */
  async readBeside(rows: readonly FollowerRow[]): Promise<void> {
    const targets = rows.flatMap((row) => {
      const options = { stringReferences: hasStringReferences(row.provider, row.resource), box: this.box };
      const config = JSON.parse(row.config) as Json;
      const { references } = parseReferences(config, options);
      return [...referencePlaces(config, references).values()]
        .map((place) => place.references.map(({ target }) => resourceKey(target)))
        .filter((keys) => keys.length > 1 && keys.some((key) => this.changed.has(key)))
        .flat();
    });
    await this.read(targets, this.changed);
  }
}
