import { defineGroup, lazy } from "../../framework/command.ts";

export const changes = defineGroup("Changes: plans, and what was applied as one", {
  list: lazy("List changes, newest first", () => import("./list.ts")),
  show: lazy("Show a change: what it does, or did, to each resource", () => import("./show.ts")),
  wait: lazy("Wait until an applied change is carried out", () => import("./wait.ts")),
  end: lazy("End a change that is being carried out", () => import("./end.ts")),
  revert: lazy("Undo an applied change, as a new one", () => import("./revert.ts")),
  discard: lazy("Discard a plan", () => import("./discard.ts")),
});
