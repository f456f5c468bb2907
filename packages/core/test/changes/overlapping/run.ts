import type { Change } from "@pragma/contract";
import { DomainError } from "../../../src/foundation/common/errors.ts";
import type { Core } from "../../../src/foundation/unit-of-work/core.ts";
import { type Claim, claimEvent, type Outcome, settleEvent } from "../../../src/processing/reconcile/index.ts";
import { Changes } from "../../support/changes.ts";
import type { Organization } from "../../support/organization.ts";
import type { World } from "../../support/world.ts";
import type { Dice } from "./dice.ts";
import { dying } from "./died.ts";
import { checkEvents, checkStatuses } from "./invariants.ts";
import { Ledger } from "./ledger.ts";
import { honest, type Mood } from "./provider.ts";
import { Reality } from "./reality.ts";
import type { Request } from "./requests.ts";
import { differing, type Row, readRows } from "./rows.ts";

/** How a change stood at some moment. */
export type Statuses = ReadonlyMap<string, string>;

/** One seed: its world, what was done there, and what waits to be done. */
export class Run {
  readonly ledger = new Ledger();
  readonly reality = new Reality();
  /** Claimed, and not answered yet. */
  readonly held: Claim[] = [];
  /** The requests, by the change's message. */
  readonly plans = new Map<string, Request>();
  /** Ids of plans that nobody has applied, by their messages. */
  readonly open = new Map<string, string>();
  readonly org: Organization;
  readonly changes: Changes;
  /** The steps taken, for readers of a failure. */
  readonly story: string[] = [];
  statuses: Statuses = new Map();
  mood: Mood = "moody";
  /** How many times the work was cut in the middle. */
  kills = 0;

  readonly world: World;
  readonly dice: Dice;
  /** Part of the operations that are cut in the middle. */
  cuts: number;

  constructor(world: World, dice: Dice, cuts: number) {
    this.world = world;
    this.dice = dice;
    this.cuts = cuts;
    this.org = world.moveOn();
    this.changes = new Changes(world, this.org);
  }

  rows(): Promise<Map<string, Row>> {
    return readRows(this.world);
  }

  /**
   * Something that a user does, which may be refused, or be cut in the middle. What it wrote is read from the rows.
   * @returns undefined if it was refused or cut
   */
  async operate<Result>(name: string, work: (core: Core) => Promise<Result>): Promise<Result | undefined> {
    const before = await this.rows();
    const at = this.ledger.tick();
    const { result, note } = await this.#attempt(work);
    await this.note(name, before, at, note);
    return result;
  }

  /** Notes what an operation, or some at once, have written. @param more keys that may have been written and are as before */
  async note(
    name: string,
    before: ReadonlyMap<string, Row>,
    at: number,
    note: string,
    more: readonly string[] = [],
  ): Promise<void> {
    const touched = new Set([...differing(before, await this.rows()), ...more]);
    this.ledger.operations.push({ at, name, touched });
    this.story.push(`${at} ${name}: ${note}${touched.size > 0 ? ` [${[...touched].join(" ")}]` : ""}`);
    for (const key of touched) {
      const event = before.get(key)?.pending_event_id;
      if (event && (name.startsWith("cancel") || name.startsWith("end") || name.startsWith("sweep")))
        this.ledger.fates.set(event, "cancelled");
    }
    await this.look();
  }

  /** Checks what must hold at every moment. */
  async look(): Promise<void> {
    await checkEvents(this);
    this.statuses = await checkStatuses(this);
  }

  async #attempt<Result>(work: (core: Core) => Promise<Result>): Promise<{ result: Result | undefined; note: string }> {
    const cut = this.dice.chance(this.cuts) ? this.#dying() : undefined;
    try {
      return { result: await work(cut?.core ?? this.world.core), note: cut ? "not cut" : "done" };
    } catch (error) {
      if (error instanceof DomainError) return { result: undefined, note: error.code };
      const at = cut?.at();
      if (at === undefined) throw error;
      this.kills++;
      return { result: undefined, note: `cut at ${at}` };
    }
  }

  #dying(): ReturnType<typeof dying> {
    // Half of the work is over after a few statements.
    const at = this.dice.below(this.dice.pick([2, 6, 12, 24]));
    return dying(this.world, at, this.dice.chance(0.5));
  }

  /** Takes one look. What is claimed is answered at once, or held. @returns false if there was none */
  async step(hold = this.dice.chance(0.4)): Promise<boolean> {
    const look = await this.world.takeJob();
    if (!look) return false;
    const at = this.ledger.tick();
    const claim = (await this.#attempt((core) => claimEvent(core, { ...look, owner: "worker-1" }))).result;
    this.story.push(
      `${at} look at ${look.key}${claim ? `: ${claim.replaces ? "REPLACE" : claim.eventType} ${claim.attempt}${claim.repairs ? " repairs" : ""}` : ""}`,
    );
    if (!claim) return true;
    const config = (await this.org.row(claim.key))?.config ?? "{}";
    this.ledger.handed.push({ at, eventId: claim.eventId, key: claim.key, config });
    if (hold) this.held.push(claim);
    else await this.answer(claim);
    return true;
  }

  async answer(claim: Claim, outcome: Outcome = honest(claim, this.dice, this.mood)): Promise<void> {
    const at = this.ledger.tick();
    // A worker that has lost its hold stops its handler.
    if ((await this.world.count("leases", `id = '${claim.leaseId}'`)) > 0) this.reality.act(claim, outcome, this.dice);
    const { result, note } = await this.#attempt(async (core) => ({
      counted: await settleEvent(core, claim, outcome),
    }));
    this.story.push(`${at} answer ${claim.key} ${claim.eventType}: ${outcome.kind}, ${result?.counted ?? note}`);
    if (result === undefined) this.ledger.fates.set(claim.eventId, "unknown");
    else if (result.counted) {
      this.ledger.fates.set(claim.eventId, outcome.kind);
      this.ledger.answered.push({ at, claim, outcome });
    }
  }

  /** The workers of all that is in hand go silent. */
  async noteLost(): Promise<void> {
    const { rows } = await this.world.pool.query<{ event_id: string }>(
      `SELECT l.event_id FROM leases l JOIN resources r ON r.organization_id = l.organization_id AND r.key = l.resource_key
       WHERE l.organization_id = $1 AND r.pending_event_id = l.event_id`,
      [this.org.id],
    );
    for (const { event_id } of rows) this.ledger.fates.set(event_id, "lost");
  }

  /** All changes that were applied, as the API shows them. */
  async shown(): Promise<Change[]> {
    return Promise.all([...this.ledger.applied.keys()].map((id) => this.changes.get(id)));
  }
}
