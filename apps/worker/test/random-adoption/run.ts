import { type Change, changeInputSchema, changeSchema } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { applyChange, askAboutChange, getChange, planChange, revertChange, sweepChanges } from "@pragma/core/changes";
import { DomainError } from "@pragma/core/errors";
import { claimEvent, reapLostWork, settleEvent } from "@pragma/core/reconcile";
import { resyncWaiting } from "@pragma/db/queries";
import type { ProviderCallHost } from "@pragma/runtime";
import type { Dice } from "../../../../packages/core/test/changes/overlapping/dice.ts";
import { dying } from "../../../../packages/core/test/changes/overlapping/died.ts";
import type { World } from "../../../../packages/core/test/support/world.ts";
import { LogBudget } from "../../src/event-log.ts";
import { type EventRunner, runEvent } from "../../src/run-event.ts";
import type { Request } from "./requests.ts";
import { ARTEFACT, Things } from "./things.ts";
import { violated } from "./violated.ts";

const BEGINNING = { organization_id: "00000000-0000-0000-0000-000000000000", key: "" };
/** Handlers of things ask nothing of the platform. */
const NOTHING_ELSE: ProviderCallHost = {
  apply: () => violated("a sub-resource is applied"),
  waitReady: () => violated("a sub-resource is waited for"),
};
const MAX_STEPS = 2000;

/** One seed: its organization, the real things, and the processes that work on both, which die at some of their statements. */
export class Run {
  readonly things = new Things();
  /** The steps taken, for readers of a failure. */
  readonly story: string[] = [];
  readonly world: World;
  readonly dice: Dice;
  /** Part of the operations that are cut in the middle. */
  cuts: number;

  constructor(world: World, dice: Dice, cuts: number) {
    this.world = world;
    this.dice = dice;
    this.cuts = cuts;
    world.moveOn();
  }

  get #context() {
    return this.world.org.context;
  }

  /** Plans a change as the API does: the provider is asked about what it takes over. @returns undefined if it was refused or cut */
  async plan(request: Request): Promise<Change | undefined> {
    const input = changeInputSchema.parse(request);
    return this.#cutting(`plan ${JSON.stringify(request)}`, async (core) => {
      const answers = await askAboutChange(core, this.#context, input, {
        imports: async (_core, _context, documents) => this.things.answers(documents.map(({ adopt }) => adopt)),
        updates: async () => new Map(),
      });
      return read(await planChange(core, this.#context, input, answers));
    });
  }

  async planRevert(id: string): Promise<Change | undefined> {
    return this.#cutting(`plan the revert of ${id}`, async (core) =>
      read(await revertChange(core, this.#context, id, { allow_replace: true })),
    );
  }

  /** @returns how the change stands then; undefined if it was refused or cut */
  async apply(id: string): Promise<Change | undefined> {
    return this.#cutting(`apply ${id}`, async (core) => read(await applyChange(core, this.#context, id)));
  }

  async get(id: string): Promise<Change> {
    return read(await getChange(this.world.core, this.#context, id));
  }

  /** Works until there is nothing left to do, nor anything that processes which died have left behind. */
  async work(): Promise<void> {
    await this.#drain();
    const { cuts } = this;
    this.cuts = 0;
    if (cuts > 0) await this.#findLost();
    await this.#drain();
    await sweepChanges(this.world.core);
    await this.#drain();
    this.cuts = cuts;
  }

  async #drain(): Promise<void> {
    for (let steps = 0; ; steps++) {
      if (steps > MAX_STEPS) violated("the queue does not run empty");
      await this.world.elapse();
      const look = await this.world.takeJob();
      if (!look) return;
      await this.#step(look);
    }
  }

  async #step(look: { organizationId: string; key: string }): Promise<void> {
    const claim = await this.#cutting(`look at ${look.key}`, (core) => claimEvent(core, { ...look, owner: "worker" }));
    if (!claim) return;
    const runner = {
      core: this.world.core,
      supervisor: this.things,
      providers: { find: async () => ARTEFACT },
      logBudget: new LogBudget(1_000_000),
      deadlineMs: 60_000,
    } as unknown as EventRunner;
    const never = new AbortController().signal;
    const outcome = await runEvent(runner, claim, NOTHING_ELSE, never, () => 60_000);
    if (outcome.kind === "failed" && outcome.message.includes("violated")) violated(outcome.message);
    const what = `${claim.replaces ? "REPLACE" : claim.eventType} ${claim.key}`;
    const words = "message" in outcome ? `: ${outcome.message}` : "";
    await this.#cutting(`${what} ${outcome.kind}${words}`, (core) => settleEvent(core, claim, outcome));
  }

  async #findLost(): Promise<void> {
    const { pool, core } = this.world;
    await pool.query("UPDATE leases SET expires_at = now() - interval '1 second'");
    await reapLostWork(core);
    await resyncWaiting(core.db, 0, BEGINNING, 500);
  }

  async #cutting<Result>(what: string, work: (core: Core) => Promise<Result>): Promise<Result | undefined> {
    const cut = this.dice.chance(this.cuts)
      ? dying(this.world, this.dice.below(this.dice.pick([2, 6, 12, 24])), this.dice.chance(0.5))
      : undefined;
    try {
      const result = await work(cut?.core ?? this.world.core);
      this.story.push(what);
      return result;
    } catch (error) {
      if (error instanceof DomainError) {
        this.story.push(`${what}: ${error.code}`);
        return undefined;
      }
      const at = cut?.at();
      if (at === undefined) throw error;
      this.story.push(`${what}: cut at ${at}`);
      return undefined;
    }
  }
}

function read({ body }: { body: string }): Change {
  return changeSchema.parse(JSON.parse(body));
}
