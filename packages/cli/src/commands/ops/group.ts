import { defineGroup, lazy } from "../../framework/command.ts";

const deadLetter = defineGroup("Events that ended in failure", {
  list: lazy("List the events that ended in failure, newest first", () => import("./list.ts")),
  show: lazy("Show an event that failed, with what was handed to the provider", () => import("./show.ts")),
  retry: lazy("Try failed events again, with the config that is wanted now", () => import("./retry.ts")),
  delete: lazy("Delete failed events; their resources stay as they are", () => import("./delete.ts")),
});

export const ops = defineGroup("Operations: what failed, and trying it again", { "dead-letter": deadLetter });
