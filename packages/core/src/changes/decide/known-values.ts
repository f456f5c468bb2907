import { type Json, resourceKey } from "@pragma/contract";
import { type FollowerRow, readValuesForPlan } from "@pragma/db/queries";
import { type Path, parseReferences, type SecretBox } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ForeseenUpdate, ForeseenUpdates, UpdateQuestion } from "../../resources/apply/foreseen-update.ts";
import { hasStringReferences, outputsOfConfig, presentedOutputs } from "../../resources/built-ins/index.ts";
import { pathsOf, questionAbout } from "./foreseen-update.ts";
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
  /** Updates of which their providers have not said yet what they would do. */
  readonly questions: UpdateQuestion[] = [];
  /** What they said of others. */
  readonly foreseen: ForeseenUpdates;
  readonly box: SecretBox;
  /** Whether its caller may learn that two secrets differ. */
  readonly mayCompare: boolean;
  readonly #core: Core;
  readonly #organizationId: string;
  /** Unchanged resources, as far as they were read. */
  readonly #present = new Map<string, FutureState>();
  /** Outputs of what changes, as they are. */
  readonly #standing = new Map<string, Json>();

  constructor(core: Core, context: RequestContext, foreseen: ForeseenUpdates = {}) {
    this.foreseen = foreseen;
    this.#core = core;
    this.#organizationId = context.organizationId;
    this.box = core.services.keyring.box(context.organizationId);
    this.mayCompare = mayCompareSecrets(context);
  }

  readonly lookup: StateLookup = (key) => this.changed.get(key) ?? this.#present.get(key);

  /**
   * A resource changes: its outputs are known if those of its type are, and its whole config is, or if its provider said which will differ.
   * @param foreseen what that said; undefined if nothing, and if another thing takes its place
   */
  change(
    { key, provider, resource }: Pick<FollowerRow, "key" | "provider" | "resource">,
    config: Json,
    unknownConfig: Path[],
    foreseen?: ForeseenUpdate,
  ): void {
    const told = foreseen && "told" in foreseen ? foreseen.told.outputs : null;
    const standing = told === null ? undefined : this.#standing.get(key);
    if (told !== null && standing !== undefined) {
      this.changed.set(key, { config, unknownConfig, outputs: standing, unknownOutputs: pathsOf(told) });
      return;
    }
    const outputs = unknownConfig.length > 0 ? undefined : outputsOfConfig(provider, resource, config);
    this.changed.set(key, { config, unknownConfig, outputs });
  }

  /**
   * What the provider of an update said of it, if its type can tell.
   * @param after the config that is to come
   */
  foresee(key: string, after: { config: Json; unknown: readonly Path[] }): ForeseenUpdate {
    const question = questionAbout(this.#core, this.box, key, after);
    if (!question) return { of: "", silent: "too much of it is not known yet to ask its provider" };
    const foreseen = this.foreseen[key];
    if (foreseen?.of === question.of) return foreseen;
    this.questions.push(question);
    return { of: question.of, silent: "its provider is asked when the plan is made" };
  }

  /** Reads the outputs of what changes, of which its provider said which will differ. */
  async readStanding(keys: readonly string[]): Promise<void> {
    const told = keys.filter((key) => {
      const foreseen = this.foreseen[key];
      return foreseen && "told" in foreseen && foreseen.told.outputs !== null;
    });
    if (told.length === 0) return;
    for (const row of await readValuesForPlan(this.#core.db.tenant(this.#organizationId), told)) {
      this.generations[row.key] = row.generation;
      if (row.outputs === null) continue;
      const stored = JSON.parse(row.outputs) as Json;
      this.#standing.set(row.key, presentedOutputs(this.#core, this.#organizationId, row.key, stored));
    }
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
