import { expect } from "vitest";
import type { Drift } from "./drift.ts";
import type { DriftCase } from "./drift-cases.ts";
import type { World } from "./world.ts";

/** Things that are declared and changed by hand: makes them, changes them, and says what is there. */
export class ChangedByHand {
  readonly #world: World;
  readonly #drift: Drift;
  readonly #cases: readonly DriftCase[];

  constructor(world: World, drift: Drift, cases: readonly DriftCase[]) {
    this.#world = world;
    this.#drift = drift;
    this.#cases = cases;
  }

  get keys(): string[] {
    return this.#cases.map(({ key }) => key);
  }

  async make(): Promise<void> {
    for (const { key, config } of this.#cases) await this.#world.apply(key, config);
    for (const key of this.keys) await this.#world.reaches(key, "ready");
    expect(await this.#drift.checkAll()).toEqual({});
  }

  /** Changes everything by hand, and has that found at its places. */
  async change(): Promise<void> {
    for (const { byHand } of this.#cases) await byHand();
    expect(await this.#drift.checkAll()).toEqual(Object.fromEntries(this.keys.map((key) => [key, "drifted"])));
    for (const { key, path } of this.#cases) {
      const paths = await this.#drift.paths(key);
      expect([key, paths.filter((each) => each.startsWith("config."))]).toEqual([key, [`config.${path}`]]);
    }
  }

  /** Each is in sync, and there is what was declared first, or what it was changed to by hand. */
  async expectReal(what: "declared" | "changed"): Promise<void> {
    expect(await this.#drift.checkAll()).toEqual({});
    const real = await Promise.all(this.#cases.map(async (each) => [each.key, await each.real()]));
    expect(real).toEqual(this.#cases.map(({ key, values }) => [key, values[what === "declared" ? 0 : 1]]));
  }

  /** What is found is reverted and accepted, each in one change, and both are undone. */
  async expectRevertedAndAccepted(): Promise<void> {
    await this.make();
    await this.change();
    const reverted = await this.#drift.choose("revert", this.keys);
    await this.expectReal("declared");
    expect((await this.#drift.undo(reverted)).actions, "nothing was declared otherwise").toEqual([]);
    await this.expectReal("declared");

    await this.change();
    const accepted = await this.#drift.choose("accept", this.keys);
    await this.expectReal("changed");
    expect((await this.#drift.undo(accepted)).actions).toHaveLength(this.keys.length);
    await this.expectReal("declared");
  }
}
