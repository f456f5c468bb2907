import type { ChangeRequest } from "./change-operation.ts";
import { makeConfig } from "./make-config.ts";
import type { Random } from "./random.ts";
import { TITLES, ZONES } from "./things.ts";
import { type Slot, sharedSlots, type Universe } from "./universe.ts";

/** Takes over a volume that is there, by a name that may be free; or deletes a name, so that it is. @returns undefined without volumes */
export function adopt(
  random: Random,
  universe: Universe,
  { found }: { readonly found: readonly string[] },
): ChangeRequest | undefined {
  const slot = pickVolume(random, universe);
  if (!slot) return undefined;
  const { key } = slot;
  if (random.chance(0.25)) {
    return { kind: "change", documents: [], deletions: [{ key, dependents: "detach" }], apply: true };
  }
  const title = found.length > 0 && random.chance(0.85) ? random.pick(found) : random.pick(TITLES);
  const config = { ...makeConfig(random, universe, slot), title, zone: random.chance(0.9) ? ZONES[0] : ZONES[1] };
  // Somebody may name another one than the config does.
  const named = random.chance(0.95) ? title : random.pick(TITLES);
  return { kind: "change", documents: [{ key, config, adopt: named }], apply: random.chance(0.65) };
}

/** Declares another title or zone, or has a volume made anew as it is. Without leave, some of the time. @returns as above */
export function replace(random: Random, universe: Universe): ChangeRequest | undefined {
  const slot = pickVolume(random, universe);
  if (!slot) return undefined;
  const { key } = slot;
  const leave = random.chance(0.85) ? { allowReplace: true } : {};
  if (random.chance(0.3)) return { kind: "change", documents: [], replace: [key], apply: true, ...leave };
  const config = makeConfig(random, universe, slot);
  const other = random.chance(0.7) ? { zone: random.pick(ZONES) } : { title: random.pick(TITLES) };
  return { kind: "change", documents: [{ key, config: { ...config, ...other } }], apply: random.chance(0.8), ...leave };
}

function pickVolume(random: Random, universe: Universe): Slot | undefined {
  return random.sample(
    sharedSlots(universe).filter(({ kind }) => kind === "volume"),
    1,
  )[0];
}
