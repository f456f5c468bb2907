import { defineGroup, lazy } from "../../framework/command.ts";

export const drift = defineGroup("Drift: where the real things differ from what is declared", {
  list: lazy("List resources whose real things differ, or are gone", () => import("./list.ts")),
  show: lazy("Show what the last check of a resource found, beside what is declared", () => import("./show.ts")),
  check: lazy("Have the provider of a resource look now", () => import("./check.ts")),
  revert: lazy("Make real things as they are declared, as one change", () => import("./revert.ts")),
  accept: lazy("Declare what was found, as one change", () => import("./accept.ts")),
});
