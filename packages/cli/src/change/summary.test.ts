import type { Change, ChangeAction } from "@pragma/sdk";
import { describe, expect, it } from "vitest";
import { summaryOf } from "./summary.ts";

const ID_OF = (name: string): string => `resource:pragma_config_${name}`;

function action(name: string, known: Partial<ChangeAction> = {}): ChangeAction {
  return {
    id: name,
    resource: { id: ID_OF(name), provider: "pragma", resource: "config", name },
    document: null,
    action: "update",
    because: { kind: "declared" },
    changes: [{ path: "config.data.a", before: 1, after: 2 }],
    issues: [],
    warnings: [],
    wave: 0,
    ...known,
  };
}

function summarize(actions: ChangeAction[], error: Error | null, blocked: Change["blocked"] = []): string[] {
  const counts = { update: 1, unchanged: 2 };
  const change = { id: "c", status: "applying", counts, blocked } as unknown as Change;
  return summaryOf({ change, actions, error }, (_, text) => text, {
    count: 3,
    placeOf: (key) => (key === "pragma/config/shop" ? "shop.yaml:1" : null),
  }).split("\n");
}

const NOTHING_FOLLOWED: Partial<ChangeAction> = { action: "follow", changes: [], state: "succeeded" };

describe("what became of a change", () => {
  it("counts only what was done as done, and says of each what it waits for", () => {
    const follows = {
      action: "follow",
      because: { kind: "propagated", from: ID_OF("shop") },
      state: "waiting",
    } as const;
    expect(
      summarize(
        [action("shop", { state: "waiting" }), action("cart", follows), action("fine", { state: "succeeded" })],
        new Error("blocked"),
        [{ resource: ID_OF("shop"), by: [ID_OF("defualts")], reason: "waits for what does not exist" }],
      ),
    ).toEqual([
      "2 waiting (1 updated, 2 unchanged):",
      "shop.yaml:1: pragma/config/shop waits for pragma/config/defualts, which does not exist",
      "pragma/config/cart waits for pragma/config/shop",
    ]);
  });

  it("names failures first, and what waits between attempts with its error", () => {
    expect(
      summarize(
        [
          action("later", { state: "waiting", error: "refused", attempts: 1 }),
          action("bad", { state: "failed", error: "no such host" }),
          action("same", NOTHING_FOLLOWED),
        ],
        new Error("failed"),
      ),
    ).toEqual([
      "1 failed, 1 waiting (1 checked, 2 unchanged):",
      "pragma/config/bad failed: no such host",
      "pragma/config/later is waiting: refused",
    ]);
  });

  it("does not say that what a later change took over is ready", () => {
    expect(summarize([action("shop", { state: "superseded" }), action("same", NOTHING_FOLLOWED)], null)).toEqual([
      "1 checked, 2 unchanged, 1 superseded",
    ]);
  });
});
