import type { Json, JsonObject } from "@pragma/contract";
import type { Claim, Outcome } from "../../../src/processing/reconcile/index.ts";
import { fail, reject, succeed } from "../../support/script.ts";
import type { Dice } from "./dice.ts";

/** `moody` ones fail, or answer something else than the config says; calm ones succeed with what it says. */
export type Mood = "moody" | "calm";

/** The value of a config and nothing else. */
function valueFor(config: JsonObject): number {
  return ["own", "x", "y"].reduce((sum, field) => (sum * 3 + (Number(config[field] ?? 0) || 0)) % 7, 1);
}

export function honest(claim: Claim, dice: Dice, mood: Mood): Outcome {
  if (mood === "moody" && dice.chance(0.12)) return fail("halfway");
  if (mood === "moody" && dice.chance(0.1)) return reject("no");
  if (claim.eventType === "DELETE" || claim.replaces) return succeed(null);
  if (mood === "moody" && dice.chance(0.05)) {
    return { kind: "replace-needed", message: "no such change", paths: ["own"] };
  }
  const v: Json = mood === "moody" && dice.chance(0.15) ? 10 + dice.below(3) : valueFor(claim.payload as JsonObject);
  return succeed({ v, same: "always" });
}
