import { defineGroup } from "../framework/command.ts";
import { auth } from "./auth/group.ts";
import { completion } from "./completion/group.ts";
import { config } from "./config/group.ts";
import { ops } from "./ops/group.ts";
import { providers } from "./providers/group.ts";
import { resources } from "./resources/group.ts";
import { tokens } from "./tokens/group.ts";
import { types } from "./types/group.ts";

/** All commands. */
export const root = defineGroup("Pragma's command line: declare resources and see what becomes of them", {
  resources,
  providers,
  ops,
  types,
  tokens,
  auth,
  config,
  completion,
});
