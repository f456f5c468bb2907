import { defineGroup, lazy } from "../framework/command.ts";
import { audit } from "./audit/group.ts";
import { auth } from "./auth/group.ts";
import { changes } from "./changes/group.ts";
import { completion } from "./completion/group.ts";
import { config } from "./config/group.ts";
import { connections } from "./connections/group.ts";
import { drift } from "./drift/group.ts";
import { ops } from "./ops/group.ts";
import { providers } from "./providers/group.ts";
import { resources } from "./resources/group.ts";
import { sets } from "./sets/group.ts";
import { tokens } from "./tokens/group.ts";
import { types } from "./types/group.ts";

/** All commands. */
export const root = defineGroup("Pragma's command line: declare resources and see what becomes of them", {
  plan: lazy("Show what applying files would do", () => import("./plan.ts")),
  apply: lazy("Apply files, or a plan, as one change, and wait until it is carried out", () => import("./apply.ts")),
  diff: lazy("Show how what files declare differs from what is there", () => import("./diff.ts")),
  discover: lazy("List what exists already, as documents that take it over", () => import("./discover.ts")),
  import: lazy("Take over one thing that exists already, as a change", () => import("./import.ts")),
  reapply: lazy("Send what is declared to providers once more, as one change", () => import("./reapply.ts")),
  replace: lazy("Delete a resource's real thing and create it anew, as a change", () => import("./replace.ts")),
  pause: lazy("Hand nothing of resources to their providers until they are resumed", () => import("./pause.ts")),
  resume: lazy("Carry on with resources that are paused", () => import("./resume.ts")),
  why: lazy("Say why a resource is not ready, and what to do", () => import("./why.ts")),
  resources,
  connections,
  drift,
  changes,
  sets,
  providers,
  ops,
  audit,
  types,
  tokens,
  auth,
  config,
  completion,
});
