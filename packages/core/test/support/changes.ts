import { type Change, type ChangeAction, type ChangeInput, changeInputSchema, changeSchema } from "@pragma/contract";
import {
  applyChange,
  getChange,
  planChange,
  revertChange,
  rollBackResource,
  sweepChanges,
} from "../../src/changes/index.ts";
import { settleChange } from "../../src/foundation/change-progress/settle-change.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import type { Organization } from "./organization.ts";
import type { World } from "./world.ts";

/** The changes of one organization, as the API offers them. */
export class Changes {
  readonly #world: World;
  readonly #org: Organization;

  readonly #core: Core;

  constructor(world: World, org: Organization = world.org, core: Core = world.core) {
    this.#world = world;
    this.#org = org;
    this.#core = core;
  }

  /** The same, as another process has them. */
  on(core: Core): Changes {
    return new Changes(this.#world, this.#org, core);
  }

  /** A plan, checked against the contract. */
  async plan(input: unknown): Promise<Change> {
    return read(await planChange(this.#core, this.#org.context, parse(input)));
  }

  async apply(id: string): Promise<Change> {
    return read(await applyChange(this.#core, this.#org.context, id));
  }

  /** Plans and applies at once. */
  applyNow(input: object): Promise<Change> {
    return this.plan({ ...input, apply: true });
  }

  async revert(id: string, options: { force?: boolean; allow_replace?: true } = {}): Promise<Change> {
    return read(await revertChange(this.#core, this.#org.context, id, options));
  }

  async rollBack(id: string, generation: number): Promise<Change> {
    return read(await rollBackResource(this.#core, this.#org.context, { id, generation }));
  }

  async get(id: string): Promise<Change> {
    return read(await getChange(this.#core, this.#org.context, id));
  }

  /** As it is once the sweep has looked at it. */
  async swept(id: string): Promise<Change> {
    await sweepChanges(this.#core);
    return this.get(id);
  }

  /** Runs all that is queued, and then looks whether the change is over. */
  async finish(id: string): Promise<Change> {
    await this.#world.work();
    await settleChange(this.#core.db, this.#org.id, id);
    return this.get(id);
  }
}

function parse(input: unknown): ChangeInput {
  return changeInputSchema.parse(input);
}

function read({ body }: { body: string }): Change {
  return changeSchema.parse(JSON.parse(body));
}

/** `action name` of each, in order. */
export function summary({ actions }: { actions: readonly ChangeAction[] }): string[] {
  return actions.map(({ action, resource }) => `${action} ${resource.provider}/${resource.resource}/${resource.name}`);
}

/** By name: what became of each action. */
export function ends({ actions }: { actions: readonly ChangeAction[] }): Record<string, ChangeAction["state"]> {
  return Object.fromEntries(actions.map(({ resource, state }) => [resource.name, state]));
}
