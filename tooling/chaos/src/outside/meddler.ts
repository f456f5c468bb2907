import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@pragma/contract";
import { idOf, isSecret, type ObjectFact, type Random, secretText, TITLES, volumeNamed } from "@pragma/testing/chaos";
import type { OutsideWorld } from "./outside-world.ts";

const REST_MS = [40, 300] as const;

/** Names that things are made for by hand, before anybody declares them. */
const NAMES = 16;

/** The share of volumes among them. */
const VOLUMES = 0.6;

/** Somebody who changes, removes and makes objects by hand. */
export class Meddler {
  readonly #world: OutsideWorld;
  readonly #spaces: readonly string[];
  readonly #random: Random;
  /** What objects had before they were changed, by their serials. */
  readonly #before = new Map<string, JsonObject>();

  constructor(world: OutsideWorld, spaces: readonly string[], random: Random) {
    this.#world = world;
    this.#spaces = spaces;
    this.#random = random;
  }

  /** Goes on until `stopped` aborts. */
  async run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await sleep(this.#random.between(...REST_MS), undefined, { signal: stopped }).catch(() => {});
      if (!stopped.aborted) this.#meddle();
    }
  }

  /** Makes some volumes, before anybody declares any. */
  makeVolumes(): void {
    for (const space of this.#spaces)
      for (const title of this.#random.sample(TITLES, 3)) this.#makeVolume(space, title);
  }

  /** Changes or removes many of the objects at once. */
  meddleWithMany(): void {
    for (const object of this.#world.existing) {
      if (this.#random.chance(0.5)) this.#touch(object, this.#random.weighted({ change: 3, remove: 1 }));
    }
  }

  #meddle(): void {
    // What deployers probe with is never applied again.
    const existing = this.#world.existing.filter(({ id }) => !id.includes("_probe-"));
    const what = this.#random.weighted({ change: 7, restore: 2, remove: 2, make: 2 });
    if (what === "make" || existing.length === 0) this.#make();
    else this.#touch(this.#random.pick(existing), what);
  }

  #make(): void {
    const space = this.#random.pick(this.#spaces);
    const title = this.#random.pick(TITLES);
    const isVolume = this.#random.chance(VOLUMES);
    const id = isVolume ? volumeNamed(title) : idOf(`chaos/object/r${this.#random.below(NAMES)}`);
    if (this.#world.existing.some((object) => object.space === space && object.id === id)) return;
    if (isVolume) this.#makeVolume(space, title);
    else this.#world.meddle({ space, id, what: "make" }, { space, text: this.#text(), inputs: {} });
  }

  #makeVolume(space: string, title: string): void {
    const content = { space, text: this.#text(), inputs: {}, title, zone: this.#random.weighted({ near: 5, far: 1 }) };
    this.#world.meddle({ space, id: volumeNamed(title), what: "make" }, content);
  }

  #touch({ space, id, serial, content }: ObjectFact, what: "change" | "restore" | "remove"): void {
    const before = this.#before.get(serial);
    // What was changed before is changed further: what a handler wrote meanwhile is what there was before.
    if (what === "change" && !(before && isByHand(content))) this.#before.set(serial, content);
    if (what === "remove") this.#world.meddle({ space, id, what }, null);
    else if (what === "change") this.#world.meddle({ space, id, what }, this.#changed(content));
    else if (before) this.#world.meddle({ space, id, what }, before);
  }

  #changed(content: JsonObject): JsonObject {
    const { inputs, secret } = content;
    const hasInputs = typeof inputs === "object" && inputs !== null && Object.keys(inputs).length > 0;
    const part = this.#random.weighted({
      text: 4,
      inputs: hasInputs ? 2 : 0,
      secret: isSecret(String(secret)) ? 2 : 0,
    });
    if (part === "inputs") return { ...content, inputs: { ...(inputs as JsonObject), hand: this.#text() } };
    return { ...content, [part]: part === "text" ? this.#text() : secretText(this.#text()) };
  }

  #text(): string {
    return `${BY_HAND} ${this.#random.below(1_000_000)}`;
  }
}

const BY_HAND = "by hand";

function isByHand(content: JsonObject): boolean {
  return JSON.stringify(content).includes(BY_HAND);
}
