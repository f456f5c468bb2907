import { defineGroup, lazy } from "../../framework/command.ts";

export const sets = defineGroup("Sets: inventories of resources", {
  list: lazy("List sets", () => import("./list.ts")),
  show: lazy("Show a set and its resources", () => import("./show.ts")),
  delete: lazy("Delete all resources of a set, as one change", () => import("./delete.ts")),
});
