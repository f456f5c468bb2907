import { defineGroup, lazy } from "../../framework/command.ts";

const deadLetter = defineGroup("Events that ended in failure", {
  list: lazy("List failed events, newest first", () => import("./list.ts")),
  show: lazy("Show a failed event, with the config sent to the provider", () => import("./show.ts")),
  retry: lazy("Retry failed events, with the current config", () => import("./retry.ts")),
  delete: lazy("Delete failed events; their resources stay as they are", () => import("./delete.ts")),
});

export const ops = defineGroup("Operations: failed events and retries", { "dead-letter": deadLetter });
