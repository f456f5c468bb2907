import { NO_COUNTS, type PreviewedAction } from "@pragma/contract";
import { expect, it } from "vitest";
import { previewedActions, truncationWords } from "./previewed-actions.ts";

const action = (name: string, document: number | null): PreviewedAction => ({
  id: null,
  resource: { id: `resource:p_t_${name}`, provider: "p", resource: "t", name },
  document,
  action: "refuse",
  because: { kind: "declared" },
  changes: [],
  issues: [],
  warnings: [],
  wave: 0,
});

it("names each action, also of a resource that two documents name, and the same one alike in the next review", () => {
  const actions = [action("a", 0), action("a", 1), action("a", null), action("b", null)];
  const ids = previewedActions({ actions }).map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(previewedActions({ actions: actions.toReversed() }).map(({ id }) => id)).toEqual(ids.toReversed());
});

it("says how many there are besides those that it shows", () => {
  const counts = { ...NO_COUNTS, create: 1200, follow: 3, unchanged: 7 };
  expect(truncationWords({ actions: [action("a", 0)], counts })).toBe("1 of 1,203 actions are shown.");
});
