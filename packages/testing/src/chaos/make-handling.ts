import type { GivenHandling } from "@pragma/contract";
import type { Random } from "./random.ts";
import type { Slot } from "./universe.ts";

type Way = "default" | "paused" | "keep" | "observe" | "ignore" | "correct" | "off";

/** Nothing is paused or ignored for long, or nothing would ever be seen to happen to it. */
const WEIGHTS: Readonly<Record<Way, number>> = {
  ...{ default: 9, paused: 4, keep: 2 },
  ...{ observe: 3, ignore: 5, correct: 8, off: 1 },
};
/** For what nobody can look at, or change by hand. */
const FEW_WEIGHTS = { default: 4, paused: 2, keep: 1 } as const;

const LOOKED_AT = ["object", "assembly", "volume"];

const IGNORED = [["text"], ["inputs"], ["text", "secret"]] as const;

/** Another handling for a name; null for the default. */
export function makeHandling(random: Random, { kind }: Pick<Slot, "kind">): GivenHandling | null {
  const weights = LOOKED_AT.includes(kind) ? WEIGHTS : FEW_WEIGHTS;
  const way = random.weighted<Way>(weights);
  if (way === "default") return null;
  const also = random.chance(0.2) ? memberOf(random, random.weighted<Way>(weights), kind) : {};
  return { ...also, ...memberOf(random, way, kind) };
}

function memberOf(random: Random, way: Way, kind: Slot["kind"]): GivenHandling {
  switch (way) {
    case "default":
      return {};
    case "paused":
      return { paused: true };
    case "keep":
      return { on_delete: "keep" };
    case "observe":
      return { mode: "observe" };
    case "ignore":
      return { ignore: random.pick(IGNORED).filter((path) => kind === "object" || path !== "secret") };
    case "correct":
    case "off":
      return { drift: way };
  }
}
