import { defineGroup, lazy } from "../../framework/command.ts";

const tags = defineGroup("Tags of a resource", {
  list: lazy("List the tags of a resource", () => import("./tags/list.ts")),
  add: lazy("Add tags to a resource", () => import("./tags/add.ts")),
  remove: lazy("Remove tags from a resource", () => import("./tags/remove.ts")),
});

export const resources = defineGroup("Declared resources", {
  apply: lazy("Apply what files declare, and wait until it is ready", () => import("./apply.ts")),
  get: lazy("Show resources, a line each, or whole as JSON or YAML", () => import("./get.ts")),
  list: lazy("List resources", () => import("./list.ts")),
  describe: lazy(
    "Show everything about a resource: config, outputs, conditions, recent history",
    () => import("./describe.ts"),
  ),
  delete: lazy("Delete resources, and wait until they are gone", () => import("./delete.ts")),
  types: lazy("List the types of resources that can be declared", () => import("./types.ts")),
  tags,
  logs: lazy("Show what its provider logged about a resource", () => import("./logs.ts")),
  health: lazy("Ask the provider about the health of the real object", () => import("./health.ts")),
  history: lazy("Show what happened to a resource, newest first", () => import("./history.ts")),
  diff: lazy("Show how two versions of a resource differ", () => import("./diff.ts")),
  wait: lazy("Wait until resources are ready, or gone", () => import("./wait.ts")),
  graph: lazy("Show what depends on what", () => import("./graph.ts")),
  cancel: lazy("Cancel the work on a pending or processing resource", () => import("./cancel.ts")),
  discard: lazy("Discard a staged draft: the config that last succeeded is back", () => import("./discard.ts")),
  retry: lazy("Retry what failed, or start the next attempt now", () => import("./retry.ts")),
});
