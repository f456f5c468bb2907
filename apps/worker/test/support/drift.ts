import type { ChangeAction, DriftChoice } from "@pragma/contract";
import { type PresentedChange, planChange, revertChange } from "@pragma/core/changes";
import { readChange, shownChange } from "./changes.ts";
import { dueAgain } from "./due-again.ts";
import { followed } from "./followed.ts";
import { waitUntil } from "./wait-until.ts";
import type { World } from "./world.ts";

/** A change that has succeeded. */
export interface DoneChange {
  id: string;
  actions: readonly ChangeAction[];
}

/** The drift of an organization's resources: has them checked, and decides about what was found. */
export class Drift {
  readonly #world: World;
  readonly #patienceMs: number | undefined;

  /** @param patienceMs how long all checks, or one change, may take at most */
  constructor(world: World, { patienceMs }: { patienceMs?: number } = {}) {
    this.#world = world;
    this.#patienceMs = patienceMs;
  }

  /**
   * Has everything checked that can be, twice, since what is absent is missing only at the second look.
   * @returns the findings by key @throws Error if a check found out nothing
   */
  async checkAll(): Promise<Record<string, string>> {
    await this.look();
    const found = await this.look();
    const findings = await this.findings();
    const rest = Object.entries(found).filter(([key]) => !Object.hasOwn(findings, key));
    if (rest.length > 0) throw new Error(`Checks found out nothing: ${JSON.stringify(rest)}`);
    return findings;
  }

  /**
   * Has everything checked that can be, once.
   * @returns by key what is not in sync: what its check failed with, the word of a finding, or `absent` of what is yet to be looked at
   *   again
   */
  async look(): Promise<Record<string, string>> {
    await this.#checkOnce();
    const rows = await this.#world.rows<{ key: string; word: string }>(
      `SELECT r.key, COALESCE(d.error, CASE WHEN r.drift <> 'in_sync' THEN r.drift ELSE 'absent' END) AS word
       FROM drift_checks d JOIN resources r ON r.organization_id = d.organization_id AND r.key = d.resource_key
       WHERE d.organization_id = $1 AND (d.error IS NOT NULL OR r.drift <> 'in_sync' OR d.absent_since IS NOT NULL)
       ORDER BY r.key`,
    );
    return Object.fromEntries(rows.map(({ key, word }) => [key, word]));
  }

  /** The words of resources of which something was found, by key. */
  async findings(): Promise<Record<string, string>> {
    const rows = await this.#world.rows<{ key: string; drift: string }>(
      "SELECT key, drift FROM resources WHERE organization_id = $1 AND drift IN ('drifted', 'missing') ORDER BY key",
    );
    return Object.fromEntries(rows.map(({ key, drift }) => [key, drift]));
  }

  /** The paths at which the last check found something else. */
  async paths(key: string): Promise<string[]> {
    const [row] = await this.#world.rows<{ changes: { path: string }[] | null }>(
      "SELECT changes FROM drift_checks WHERE organization_id = $1 AND resource_key = $2",
      key,
    );
    return (row?.changes ?? []).map(({ path }) => path).sort();
  }

  /** Decides about the findings of these resources in one change, and waits until it has succeeded. */
  async choose(choice: DriftChoice, keys: readonly string[]): Promise<DoneChange> {
    const drift = keys.map((resource) => ({ resource, choice }));
    return this.#succeeds(await planChange(this.#world.core, this.#world.context, { drift, apply: true }));
  }

  /** Undoes a change, and waits until that has succeeded. */
  async undo({ id }: DoneChange): Promise<DoneChange> {
    return this.#succeeds(await revertChange(this.#world.core, this.#world.context, id, { apply: true }));
  }

  async #succeeds(change: PresentedChange): Promise<DoneChange> {
    const { id, actions } = shownChange(change);
    const read = () => readChange(this.#world, id);
    await waitUntil(async () => (await read()).status === "succeeded", read, this.#patienceMs);
    return { id, actions };
  }

  async #checkOnce(): Promise<void> {
    await followed(this.#world);
    await this.#world.rows(
      `UPDATE drift_checks SET due_at = '2000-01-01', checked_at = NULL, error = NULL,
         absent_since = absent_since - interval '1 minute' WHERE organization_id = $1`,
    );
    const left = () =>
      this.#world.rows(
        "SELECT * FROM drift_checks WHERE organization_id = $1 AND checked_at IS NULL AND error IS NULL LIMIT 10",
      );
    await waitUntil(
      async () => {
        await dueAgain(this.#world);
        return (await left()).length === 0;
      },
      left,
      this.#patienceMs,
    );
  }
}
