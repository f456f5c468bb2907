import { describe, expect, it } from "vitest";
import type { RoundOptions } from "../src/options.ts";
import { violationLines } from "../src/report.ts";
import { countReality, type RealityCounts } from "../src/report-reality.ts";
import { runRound } from "../src/run-round.ts";

/** A round has its own server and processes; this only ends one that hangs. */
const THOROUGH = { tags: ["thorough"], timeout: 600_000 };

async function findings(
  options: RoundOptions,
): Promise<{ told: string; acknowledged: number; kills: number; reality: RealityCounts }> {
  const { facts, violations } = await runRound(options);
  return {
    told: violationLines(facts, violations).join("\n"),
    acknowledged: facts.requests.filter(({ status }) => status === 200).length,
    kills: facts.disturbances.length,
    reality: countReality(facts),
  };
}

describe("the product beside the model of its contract", () => {
  it("keeps its word while handlers misbehave and versions change", THOROUGH, async () => {
    const { told, acknowledged, reality } = await findings({ seed: "1", seconds: 15, size: 12, kills: false });
    // Readers of a failure have no more than this line.
    expect(told, told).toBe("");
    expect(acknowledged).toBeGreaterThan(0);
    expect(Math.min(reality["changes by hand"], reality.checks, reality.findings)).toBeGreaterThan(0);
  });

  it("keeps its word while everything is killed, stopped and crashed", THOROUGH, async () => {
    const { told, kills } = await findings({ seed: "2", seconds: 15, size: 12, kills: true });
    // Readers of a failure have no more than this line.
    expect(told, told).toBe("");
    expect(kills).toBeGreaterThan(0);
  });
});
