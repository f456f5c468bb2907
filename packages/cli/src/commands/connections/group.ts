import { defineGroup, lazy } from "../../framework/command.ts";

export const connections = defineGroup("Connections: how providers reach the servers of their resources", {
  list: lazy("List connections", () => import("./list.ts")),
  test: lazy("Ask a provider whether it reaches the server of a connection", () => import("./test.ts")),
});
